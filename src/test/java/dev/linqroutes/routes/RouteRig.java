package dev.linqroutes.routes;

import dev.linqroutes.app.HttpWiring;
import dev.linqroutes.app.MillisFunction;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;

/** Some of the route files with the program's own settings, beans of the test's choice, no open ports and no pauses. */
abstract class RouteRig extends CamelMainTestSupport {
    private final String[] routes;

    /** @param routes names of files in {@code routes/}, without their ending */
    RouteRig(String... routes) {
        this.routes = routes;
    }

    /** Binds what the routes name. */
    abstract void bind(Registry registry);

    /** Sets what the test has other than the program. */
    void override(Properties settings) {}

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.addConfiguration(new HttpWiring());
        configuration.addConfiguration(new MillisFunction());
        configuration.setRoutesIncludePattern(Stream.concat(Stream.of("error-handling"), Stream.of(routes))
                .map(name -> "file:routes/" + name + ".camel.yaml")
                .collect(Collectors.joining(",")));
    }

    @Override
    public void configureContext(CamelContextConfiguration context) {
        super.configureContext(context);
        Properties settings = new Properties();
        settings.put("camel.server.enabled", "false");
        settings.put("camel.management.enabled", "false");
        settings.put("ledger.retry.initial-delay", "1ms");
        settings.put("ledger.retry.max-delay", "1ms");
        // How long a route waits for mail before it can be stopped.
        settings.put("camel.component.seda.defaultPollTimeout", "20");
        override(settings);
        context.withUseOverridePropertiesWithPropertiesComponent(settings);
        context.withRegistryBinder(registry -> {
            registry.bind("errorRetryDelay", Duration.ofMillis(1));
            bind(registry);
        });
    }
}
