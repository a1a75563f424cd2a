package dev.linqroutes.sandbox.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class, or this test, can have a parameter of type {@link LinqSandbox}. All share one sandbox, which listens on a
 * free port of this JVM; each has an account of its own, also when tests run in parallel.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LinqSandboxExtension.class)
public @interface LinqSandboxTest {}
