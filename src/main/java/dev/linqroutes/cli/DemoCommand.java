package dev.linqroutes.cli;

import dev.linqroutes.demo.Demo;
import dev.linqroutes.demo.DemoFolder;
import dev.linqroutes.demo.PortChooser;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows everything on one machine, with nothing installed. */
@Command(
        name = "demo",
        description = "Run everything embedded: broker, ledger, a local Linq, sample file and sample commands.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--once",
            description = "Exit when the samples are done: 0 if all is there, 1 if anything is missing")
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "Folder that keeps broker, ledger, chats and inbox (default: ${DEFAULT-VALUE})")
    private Path data;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Folder of the routes (default: ./routes, else built in)")
    private Optional<Path> routes = Optional.empty();

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default: 9092, or a free one")
    private Optional<Integer> kafkaPort = Optional.empty();

    @Option(names = "--http-port", paramLabel = "PORT", description = "For webhooks. Default: 8080, or a free one")
    private Optional<Integer> httpPort = Optional.empty();

    @Option(
            names = "--observe-port",
            paramLabel = "PORT",
            description = "Health and metrics. Default: 8081, or a free one")
    private Optional<Integer> observePort = Optional.empty();

    @Option(names = "--sandbox-port", paramLabel = "PORT", description = "The local Linq. Default: 8082, or a free one")
    private Optional<Integer> sandboxPort = Optional.empty();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (DemoFolder folder = DemoFolder.open(data)) {
            Demo.Settings places = new Demo.Settings(
                    data,
                    routes,
                    PortChooser.choose("--kafka-port", kafkaPort, 9092),
                    PortChooser.choose("--http-port", httpPort, 8080),
                    PortChooser.choose("--observe-port", observePort, 8081),
                    PortChooser.choose("--sandbox-port", sandboxPort, 8082));
            return new Demo(folder, places, out).run(once);
        }
    }
}
