package dev.linqroutes;

import dev.linqroutes.app.SecretMasking;
import dev.linqroutes.app.Shutdown;
import dev.linqroutes.cli.BatchCommand;
import dev.linqroutes.cli.CheckCommand;
import dev.linqroutes.cli.DemoCommand;
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

/** The program. Exit codes: 0 done, 1 something went wrong, 2 called wrongly. */
@Command(
        name = "linq-routes",
        description = "Group chats of the Linq Partner API, from Kafka topics and files.",
        mixinStandardHelpOptions = true,
        versionProvider = LinqRoutes.Version.class)
public final class LinqRoutes implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            BatchCommand.class,
            StatusCommand.class,
            SubscribeCommand.class,
            SandboxCommand.class,
            ReplayCommand.class);

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // The JVM would print it as it is, past the log and what the log keeps out.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) ->
                LoggerFactory.getLogger(LinqRoutes.class).error("thread {} has ended", thread.getName(), e));
        int exitCode = commandLine(args).execute(args);
        // Commands return when all is done; a client's leftover thread must not keep the process.
        if (!Shutdown.isStopping()) {
            System.exit(exitCode);
        }
    }

    public static CommandLine commandLine(String... args) {
        CommandLine program = new CommandLine(new LinqRoutes());
        commands(args).forEach(program::addSubcommand);
        OptionValues.register(program);
        return program
                // No colours: whatever reaches the terminal, no escape sequence does.
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new TerminalWriter(program.getOut()))
                .setErr(new TerminalWriter(program.getErr()))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println("linq-routes: " + SecretMasking.maskError(describe(e)));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    /** The command that is called, all where none is: to make ready those that are not called takes 0.1 s of each start. */
    private static List<Class<?>> commands(String... args) {
        List<Class<?>> called = COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return called.isEmpty() ? COMMANDS : called;
    }

    /** The first message in the chain that was written for a person; wrappers only name their cause's class. */
    private static String describe(Throwable e) {
        Throwable shown = e;
        while (shown.getCause() != null
                && (shown.getMessage() == null
                        || shown.getMessage()
                                .startsWith(shown.getCause().getClass().getName())
                        || shown.getClass().getName().startsWith("org.apache.camel"))) {
            shown = shown.getCause();
        }
        if (shown instanceof FileSystemException problem) {
            return describe(problem);
        }
        return shown.getMessage() == null ? shown.toString() : shown.getMessage();
    }

    /** Most say nothing but the path. */
    private static String describe(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return e.getFile() + ": there is no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return e.getFile() + ": is there already; give another name, or move it away";
        }
        return e instanceof AccessDeniedException
                ? e.getFile() + ": this user may not read or write there"
                : e.getMessage();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = LinqRoutes.class.getPackage().getImplementationVersion();
            return new String[] {"linq-routes " + (version == null ? "(not packaged)" : version)};
        }
    }
}
