package dev.linqroutes;

import dev.linqroutes.app.SecretMasking;
import dev.linqroutes.app.Shutdown;
import dev.linqroutes.cli.BatchCommand;
import dev.linqroutes.cli.CheckCommand;
import dev.linqroutes.cli.CopyLedgerCommand;
import dev.linqroutes.cli.DemoCommand;
import dev.linqroutes.cli.DoctorCommand;
import dev.linqroutes.cli.EraseCommand;
import dev.linqroutes.cli.OptionValues;
import dev.linqroutes.cli.ReplayCommand;
import dev.linqroutes.cli.RunCommand;
import dev.linqroutes.cli.SandboxCommand;
import dev.linqroutes.cli.StatusCommand;
import dev.linqroutes.cli.SubscribeCommand;
import dev.linqroutes.cli.TerminalWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program. Exit codes: 0 success, 1 failure, 2 invalid usage. */
@Command(
        name = "linq-routes",
        description = "Group chats in the Linq Partner API from Kafka topics and files.",
        mixinStandardHelpOptions = true,
        versionProvider = LinqRoutes.Version.class)
public final class LinqRoutes implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            RunCommand.class,
            DoctorCommand.class,
            CheckCommand.class,
            BatchCommand.class,
            StatusCommand.class,
            SubscribeCommand.class,
            SandboxCommand.class,
            ReplayCommand.class,
            CopyLedgerCommand.class,
            EraseCommand.class);

    /** For each there is a {@code logback-….xml}. */
    private static final List<String> LOG_FORMATS = List.of("text", "json");

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        String logFormat = System.getenv().getOrDefault("LOG_FORMAT", "text");
        if (!LOG_FORMATS.contains(logFormat)) {
            System.err.println("linq-routes: LOG_FORMAT must be text or json, is \"" + logFormat + "\"");
            System.exit(CommandLine.ExitCode.USAGE);
        }
        // The JVM would print it to stderr, without the masking of the log.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> LoggerFactory.getLogger(LinqRoutes.class)
                .error("thread {} ended by an uncaught exception", thread.getName(), e));
        int exitCode = commandLine(args).execute(args);
        // A thread that a client library left behind must not keep the process alive.
        if (!Shutdown.isStopping()) {
            System.exit(exitCode);
        }
    }

    public static CommandLine commandLine(String... args) {
        CommandLine program = new CommandLine(new LinqRoutes());
        commands(args).forEach(program::addSubcommand);
        OptionValues.register(program);
        return program
                // No colours: the output must not contain escape sequences.
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new TerminalWriter(program.getOut()))
                .setErr(new TerminalWriter(program.getErr()))
                .setExecutionExceptionHandler(new ErrorPrinter());
    }

    /** No lambda, for the reason given in {@link OptionValues}. */
    private static final class ErrorPrinter implements CommandLine.IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
            line.getErr().println("linq-routes: " + SecretMasking.maskError(describe(e)));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Only the called command, or all if none is called: registering the others would add 0.1 s to each start. */
    private static List<Class<?>> commands(String... args) {
        List<Class<?>> called = COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return called.isEmpty() ? COMMANDS : called;
    }

    /** The first meaningful message in the cause chain; wrappers only repeat the class of their cause. */
    private static String describe(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null
                && (root.getMessage() == null
                        || root.getMessage()
                                .startsWith(root.getCause().getClass().getName())
                        || root.getClass().getName().startsWith("org.apache.camel"))) {
            root = root.getCause();
        }
        if (root instanceof FileSystemException problem) {
            return describe(problem);
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Most of their messages are only the path. */
    private static String describe(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return e.getFile() + ": no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return e.getFile() + ": already exists; choose another name, or move the file";
        }
        return e instanceof AccessDeniedException ? e.getFile() + ": permission denied" : e.getMessage();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command; see --help");
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = LinqRoutes.class.getPackage().getImplementationVersion();
            return new String[] {"linq-routes " + (version == null ? "(not packaged)" : version)};
        }
    }
}
