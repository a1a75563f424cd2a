package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.BrokerConnectionCheck;
import dev.linqroutes.app.KafkaBeans;
import dev.linqroutes.app.Settings;
import dev.linqroutes.app.Shutdown;
import dev.linqroutes.app.UnencryptedConnections;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.component.kafka.KafkaComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the integration until the process receives a stop signal. */
@Command(
        name = "run",
        description =
                "Run the integration. Settings come from the environment, such as LINQ_API_KEY and KAFKA_BROKERS.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private RoutesOption routes;

    @Override
    public Integer call() throws Exception {
        long startNanos = System.nanoTime();
        try (Application application = Application.start(routes.folder(), Map.of())) {
            Settings settings = new Settings(application.context());
            LOG.info(
                    "ready in {} ms: {} routes, commands from {} on {}, files from {}, webhooks on port {}, health and console on port {}",
                    (System.nanoTime() - startNanos) / 1_000_000,
                    application.context().getRoutesSize(),
                    settings.text("topics.commands"),
                    settings.text("kafka.brokers"),
                    settings.text("inbox.directory"),
                    settings.port("http.port"),
                    settings.port("observe.port"));
            if (settings.optional("linq.webhook.secret").isEmpty()) {
                LOG.warn("LINQ_WEBHOOK_SECRET is not set: webhooks are answered with 503");
            }
            BrokerConnectionCheck.start(KafkaBeans.clientProperties(application.context()), LOG::warn);
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
