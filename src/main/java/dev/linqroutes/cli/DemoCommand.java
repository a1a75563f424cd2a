package dev.linqroutes.cli;

import dev.linqroutes.demo.Demo;
import dev.linqroutes.demo.DemoFolder;
import dev.linqroutes.demo.PortChooser;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs everything in one process, with nothing else installed. */
@Command(
        name = "demo",
        description = "Run the integration with an embedded broker, ledger and Linq sandbox, and send sample data.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--once",
            description = "Exit when the samples are done. Exit code 0 if all results arrived, else 1")
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "Folder for the data of broker, ledger, sandbox and inbox (default: ${DEFAULT-VALUE})")
    private Path data;

    @Mixin
    private RoutesOption routes;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Port of the broker (default: 9092, or a free port)")
    private Optional<Integer> kafkaPort = Optional.empty();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port for webhooks (default: 8080, or a free port)")
    private Optional<Integer> httpPort = Optional.empty();

    @Option(
            names = "--observe-port",
            paramLabel = "PORT",
            description = "Port for health and metrics (default: 8081, or a free port)")
    private Optional<Integer> observePort = Optional.empty();

    @Option(
            names = "--sandbox-port",
            paramLabel = "PORT",
            description = "Port of the Linq sandbox (default: 8082, or a free port)")
    private Optional<Integer> sandboxPort = Optional.empty();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (DemoFolder folder = DemoFolder.open(data)) {
            Demo.Settings settings = new Demo.Settings(
                    data,
                    routes.folder(),
                    PortChooser.choose("--kafka-port", kafkaPort, 9092),
                    PortChooser.choose("--http-port", httpPort, 8080),
                    PortChooser.choose("--observe-port", observePort, 8081),
                    PortChooser.choose("--sandbox-port", sandboxPort, 8082));
            return new Demo(folder, settings, out).run(once);
        }
    }
}
