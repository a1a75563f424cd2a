package dev.linqroutes.ledger;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** A test that runs on each of the {@link Databases} of its class. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(OnEachDatabase.Runs.class)
@interface OnEachDatabase {
    /** How often on each: more than once for races. */
    int times() default 1;

    /** Runs the test once for each database, on an instance of the class that has it set. */
    final class Runs implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return OnDatabase.class.isAssignableFrom(context.getRequiredTestClass());
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            int times = context.getRequiredTestMethod()
                    .getAnnotation(OnEachDatabase.class)
                    .times();
            return Stream.of(context.getRequiredTestClass()
                            .getAnnotation(Databases.class)
                            .value())
                    .flatMap(database -> IntStream.range(0, times).mapToObj(i -> new Run(database)));
        }
    }

    record Run(TestDatabase database) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return "[" + index + "] " + database;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            BeforeEachCallback saysWhich = context -> ((OnDatabase) context.getRequiredTestInstance()).on = database;
            return List.of(saysWhich);
        }
    }
}
