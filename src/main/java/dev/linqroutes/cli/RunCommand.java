package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.app.Shutdown;
import dev.linqroutes.app.UnencryptedConnections;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.component.kafka.KafkaComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the integration until it is told to stop. */
@Command(
        name = "run",
        description =
                "Run the integration. Settings come from the environment, such as LINQ_API_KEY and KAFKA_BROKERS.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Folder of the routes (default: ./routes, else built in)")
    private Optional<Path> routes = Optional.empty();

    @Override
    public Integer call() throws Exception {
        long begun = System.nanoTime();
        try (Application application = Application.start(routes, Map.of())) {
            Settings settings = new Settings(application.context());
            LOG.info(
                    "ready in {} ms: {} routes, commands from {} on {}, files from {}, webhooks on port {}, health on port {}",
                    (System.nanoTime() - begun) / 1_000_000,
                    application.context().getRoutesSize(),
                    settings.text("topics.commands"),
                    settings.text("kafka.brokers"),
                    settings.text("inbox.directory"),
                    settings.port("http.port"),
                    settings.port("observe.port"));
            if (settings.optional("linq.webhook.secret").isEmpty()) {
                LOG.warn("LINQ_WEBHOOK_SECRET is not set: webhooks are answered with 503");
            }
            UnencryptedConnections.findWarnings(
                            settings.text("linq.api.url"),
                            application
                                    .context()
                                    .getComponent("kafka", KafkaComponent.class)
                                    .getConfiguration())
                    .forEach(LOG::warn);
            Shutdown.awaitSignal();
        }
        return 0;
    }
}
