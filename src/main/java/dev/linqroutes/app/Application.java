package dev.linqroutes.app;

import dev.linqroutes.webhook.server.WebhookEngine;
import dev.linqroutes.webhook.server.WebhookServerFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * The integration: Camel with the routes of a folder. Used by the program's commands and by tests alike.
 */
public final class Application implements AutoCloseable {
    private final Main main;
    private final Optional<Wiring> wiring;

    private Application(Main main, Optional<Wiring> wiring, Map<String, String> settings) {
        this.main = main;
        this.wiring = wiring;
        // The default strategy has a shutdown hook. After a signal it can make the thread that stops the context wait
        // for
        // the context to be stopped, until the process is killed.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.configure().addConfiguration(new HttpWiring());
        main.configure().addConfiguration(new MillisFunction());
        SecretFiles secrets = SecretFiles.read(System.getenv());
        Map<String, String> environment = secrets.environment();
        ComponentOptions.fromEnvironment(environment).forEach(main::addOverrideProperty);
        RenamedSettings.in(environment, List.of(settings, properties())).forEach(main::addOverrideProperty);
        // Camel reads the variables by itself, but not the files.
        secrets.settings().forEach(main::addOverrideProperty);
        settings.forEach(main::addOverrideProperty);
        // Before anything is started that could print them.
        Stream.of(environment, properties(), settings)
                .map(SecretMasking::findSecrets)
                .forEach(SecretMasking::addSecrets);
    }

    private static Map<String, String> properties() {
        Properties properties = System.getProperties();
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), properties::getProperty));
    }

    /**
     * Starts everything; ready when it returns.
     *
     * @param routes folder of the routes; empty for {@code ./routes} if there is one, else those in the jar
     * @param settings by name; they win over environment and defaults
     * @throws Exception when it cannot start; what had been started is stopped
     */
    public static Application start(Optional<Path> routes, Map<String, String> settings) throws Exception {
        Main main = new Main();
        main.bind("webhookServerFactory", new WebhookServerFactory());
        main.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new WebhookEngine());
        main.bind("routeHealthChecks", new RouteHealthChecks());
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics.config().meterFilter(Metrics.boundedTypes());
        // Before Camel makes one of its own, which the wiring could not add to.
        main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, metrics);
        Wiring wiring = new Wiring(metrics);
        // Or Camel would find the wiring by itself and do it twice.
        main.configure().setBasePackageScanEnabled(false);
        main.configure().addConfiguration(wiring);
        main.configure().setRoutesIncludePattern(routesPattern(routes));
        Application application = new Application(main, Optional.of(wiring), settings);
        try {
            main.start();
            if (application.context().getRoutesSize() == 0) {
                throw new IllegalStateException("no routes in " + routesPattern(routes));
            }
            wiring.openConsole(application.context());
            return application;
        } catch (Exception e) {
            application.close();
            throw e;
        }
    }

    /**
     * Only the route that prepares commands, for looking at what they would come to.
     *
     * @param routes as for {@link #start}
     * @param file whose folder has the files that commands name, unless one is configured
     */
    public static Application startForCheck(Optional<Path> routes, Path file) throws Exception {
        Main main = new Main();
        main.configure().setBasePackageScanEnabled(false);
        main.configure().addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                Settings settings = new Settings(context);
                PrepareBeans.bind(
                        context.getRegistry(),
                        settings,
                        FileBeans.mediaFolder(settings, file.toAbsolutePath().getParent()));
            }
        });
        main.configure().setRoutesIncludePattern(routesPattern(routes, List.of("prepare", "error-handling")));
        return startWithoutServers(main, Map.of());
    }

    private static Application startWithoutServers(Main main, Map<String, String> settings) throws Exception {
        Application application = new Application(main, Optional.empty(), settings);
        main.addOverrideProperty("camel.server.enabled", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        try {
            main.start();
            return application;
        } catch (Exception e) {
            application.close();
            throw e;
        }
    }

    /** Only the settings and the components, for work on what the integration has left behind. */
    public static Application startWithoutRoutes() throws Exception {
        return startWithoutRoutes(Map.of());
    }

    /**
     * Only the settings and the components, for work beside the integration.
     *
     * @param settings by name; they win over environment and defaults
     */
    public static Application startWithoutRoutes(Map<String, String> settings) throws Exception {
        Main main = new Main();
        main.configure().setBasePackageScanEnabled(false);
        main.configure().setRoutesIncludePattern("false");
        return startWithoutServers(main, settings);
    }

    /**
     * As {@link #startWithoutRoutes(Map)}, also with invalid settings, for telling which: where these are options of a component, it has
     * their defaults.
     */
    public static Application startForExamination(Map<String, String> settings) throws Exception {
        try {
            Application application = startWithoutRoutes(settings);
            if (SettingProblems.find(new Settings(application.context())).isEmpty()) {
                return application;
            }
            application.close();
        } catch (UnusableSecretFile e) {
            throw e;
        } catch (Exception e) {
            // An option of a wrong type; the examination tells which.
        }
        Map<String, String> usable = new HashMap<>(Settings.defaultsOfComponents());
        usable.putAll(settings);
        return startWithoutRoutes(usable);
    }

    private static String routesPattern(Optional<Path> routes) {
        return routesFolder(routes)
                .map(folder -> "file:" + folder + "/*" + BuiltInRoutes.FILE_SUFFIX)
                .orElseGet(() -> routesPattern(routes, BuiltInRoutes.names()));
    }

    private static String routesPattern(Optional<Path> routes, List<String> names) {
        String place =
                routesFolder(routes).map(folder -> "file:" + folder + "/").orElse("classpath:routes/");
        return names.stream()
                .map(name -> place + name + BuiltInRoutes.FILE_SUFFIX)
                .collect(Collectors.joining(","));
    }

    private static Optional<Path> routesFolder(Optional<Path> routes) {
        routes.filter(folder -> !Files.isDirectory(folder)).ifPresent(folder -> {
            throw new IllegalArgumentException("no routes: " + folder + " is not a folder");
        });
        Path local = Path.of("routes");
        return routes.or(() -> Files.isDirectory(local) ? Optional.of(local) : Optional.empty());
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    /** Stops intake, completes calls in flight, releases leases. */
    @Override
    public void close() {
        main.stop();
        wiring.ifPresent(Wiring::close);
    }
}
