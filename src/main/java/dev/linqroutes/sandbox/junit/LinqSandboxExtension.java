package dev.linqroutes.sandbox.junit;

import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the sandbox of the JVM with the first test that needs it, and gives each test an account for its time. */
final class LinqSandboxExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(LinqSandboxExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LinqSandbox.class;
    }

    @Override
    public LinqSandbox resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "a LinqSandbox is the account of one test: take it as a parameter of a test, of @BeforeEach or of"
                            + " @AfterEach, not of a constructor or @BeforeAll");
        }
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        LinqSandbox.class, type -> sharedBy(context).admin.newAccount(), LinqSandbox.class);
    }

    private static SharedSandbox sharedBy(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(SharedSandbox.class, type -> new SharedSandbox(), SharedSandbox.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LinqSandbox used = context.getStore(NAMESPACE).get(LinqSandbox.class, LinqSandbox.class);
        if (used != null) {
            used.close();
        }
    }

    /** The sandbox of all tests of the JVM. JUnit before 5.13 closes nothing but its own type. */
    @SuppressWarnings("deprecation")
    private static final class SharedSandbox implements Store.CloseableResource, AutoCloseable {
        private final Sandbox server;
        private final LinqSandbox admin;

        private SharedSandbox() {
            String key = UUID.randomUUID().toString();
            server = Sandbox.start(SandboxOptions.defaults().withApiKey(key));
            admin = LinqSandbox.at(server.apiUrl(), key);
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
