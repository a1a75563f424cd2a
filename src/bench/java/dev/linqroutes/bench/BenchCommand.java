package dev.linqroutes.bench;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.Peer;
import dev.linqroutes.bench.contender.Product;
import dev.linqroutes.bench.result.Report;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.result.Table;
import dev.linqroutes.bench.scenario.Confirmation;
import dev.linqroutes.bench.scenario.Groups;
import dev.linqroutes.bench.scenario.Growth;
import dev.linqroutes.bench.scenario.Instances;
import dev.linqroutes.bench.scenario.Isolation;
import dev.linqroutes.bench.scenario.Lab;
import dev.linqroutes.bench.scenario.Load;
import dev.linqroutes.bench.scenario.LocalLinq;
import dev.linqroutes.bench.scenario.LocalLinqMemory;
import dev.linqroutes.bench.scenario.Outage;
import dev.linqroutes.bench.scenario.Recovery;
import dev.linqroutes.bench.scenario.Retention;
import dev.linqroutes.bench.scenario.Scenario;
import dev.linqroutes.bench.scenario.Spreadsheet;
import dev.linqroutes.bench.scenario.Throughput;
import dev.linqroutes.bench.scenario.Webhooks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures builds of the product beside what somebody might use in its place, each in a process of its own. */
@Command(
        name = "bench",
        description = "Measure builds of the product, and what somebody might use in its place, on this machine. "
                + "Broker, PostgreSQL, stand-in for Linq and whatever is measured are processes of their own.",
        subcommands = PageCommand.class,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final List<String> SMOKE = List.of("throughput", "webhooks", "groups", "spreadsheet", "local-linq");

    @Parameters(
            paramLabel = "SCENARIO",
            description = "What to measure (default: everything): ${COMPLETION-CANDIDATES}",
            completionCandidates = ScenarioNames.class)
    private List<String> names = List.of();

    @Option(names = "--smoke", description = "A little of some scenarios, once: whether it works, in two minutes")
    private boolean smoke;

    @Option(
            names = "--product",
            paramLabel = "NAME=JAR",
            description =
                    "A build of the product; repeat it to compare builds (default: linq-routes=target/linq-routes.jar)")
    private Map<String, Path> products = Map.of("linq-routes", Path.of("target/linq-routes.jar"));

    @Option(
            names = "--product-jvm",
            split = " ",
            defaultValue = "-XX:+ExitOnOutOfMemoryError",
            description =
                    "JVM options of the product (default: ${DEFAULT-VALUE}). A class archive NAME.jsa beside NAME.jar"
                            + " is used")
    private List<String> jvmOptions;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "camel-route, parallel-consumer, bare-loop, bare-webhooks, bare-linq or none (default: all)")
    private List<String> peers = List.of();

    @Option(
            names = "--latency",
            split = ",",
            paramLabel = "MS",
            description = "Latencies of the API (default: 0,20,100,300,1000)")
    private List<Integer> latencies = List.of();

    @Option(names = "--messages", description = "Messages of a backlog (default: 60000)")
    private Optional<Integer> messages = Optional.empty();

    @Option(names = "--chats", defaultValue = "500", description = "Chats that they go to (default: ${DEFAULT-VALUE})")
    private int chats;

    @Option(names = "--workers", defaultValue = "256", description = "Calls at once (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(
            names = "--heap",
            defaultValue = "1024",
            description = "Megabytes of each contender's heap (default: ${DEFAULT-VALUE})")
    private int heap;

    @Option(
            names = "--rate",
            defaultValue = "300",
            description = "Messages a second of a steady load (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", description = "Seconds of a steady load (default: 60)")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--wait", description = "Seconds that throttled chats are told to wait (default: 30)")
    private Optional<Integer> wait = Optional.empty();

    @Option(names = "--rows", description = "Rows of a spreadsheet (default: 1000000)")
    private Optional<Integer> rows = Optional.empty();

    @Option(
            names = "--waiting",
            split = ",",
            paramLabel = "CALLS",
            description = "How many calls wait while the ledger grows (default: 10000,100000,1000000)")
    private List<Integer> waiting = List.of();

    @Option(names = "--repeat", description = "Repetitions (default: 5)")
    private Optional<Integer> repetitions = Optional.empty();

    @Option(
            names = "--ledger-url",
            description = "JDBC URL, with user and password, of a PostgreSQL in which databases may be created "
                    + "(default: one of the benchmark's own)")
    private Optional<String> ledgerUrl = Optional.empty();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where all results go, with what they were measured with")
    private Optional<Path> json = Optional.empty();

    @Spec
    private CommandSpec spec;

    private volatile boolean ending;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }

    private List<Scenario> scenarios() {
        return List.of(
                new Throughput(
                        !latencies.isEmpty() ? latencies : smoke ? List.of(100) : List.of(0, 20, 100, 300, 1_000)),
                new Isolation(),
                new Confirmation(),
                new Recovery(),
                new Webhooks(),
                new Groups(),
                new Outage(),
                new Spreadsheet(rows.orElse(smoke ? 2_000 : 1_000_000)),
                new Instances(),
                new Growth(!waiting.isEmpty() ? waiting : smoke ? List.of(1_000) : List.of(10_000, 100_000, 1_000_000)),
                new Retention(smoke ? 1_000 : 1_000_000),
                new LocalLinq(),
                new LocalLinqMemory(messages.orElse(smoke ? 2_000 : 200_000)));
    }

    /** For the help. */
    static final class ScenarioNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        ScenarioNames() {
            super(new BenchCommand().scenarios().stream().map(Scenario::name).toList());
        }
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Scenario> known = scenarios().stream()
                .collect(Collectors.toMap(Scenario::name, each -> each, (a, b) -> a, LinkedHashMap::new));
        for (String name : names) {
            if (!known.containsKey(name)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "no scenario " + name + ": " + known.keySet());
            }
        }
        List<Scenario> wanted = wantedNames(known.keySet()).map(known::get).toList();
        List<Result> results = new ArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true));
        try (Lab lab = new Lab(load(), ledgerUrl)) {
            Map<String, String> setting = Setting.describe(
                    lab.databaseVersion(), spec.commandLine().getParseResult().originalArgs());
            setting.forEach((name, value) -> print("%s: %s", name, value));
            for (int repetition = 1; repetition <= repetitions.orElse(smoke ? 1 : 5); repetition++) {
                for (Scenario scenario : wanted) {
                    measure(lab, scenario, repetition, results);
                    if (json.isPresent()) {
                        new Report(setting, results).write(json.get());
                    }
                }
            }
        }
        print("%n%s", Table.of(results));
        return results.stream().allMatch(Result::isValid) ? 0 : 1;
    }

    private Stream<String> wantedNames(Set<String> known) {
        if (names.isEmpty()) {
            return smoke ? SMOKE.stream() : known.stream();
        }
        return names.stream();
    }

    /** Contenders alternate, so that whatever else the machine does meets all of them. */
    private void measure(Lab lab, Scenario scenario, int repetition, List<Result> results) throws Exception {
        for (String variant : scenario.variants()) {
            for (Contender contender : contenders()) {
                if (scenario.suits(contender)) {
                    Result result = measureOnce(lab, scenario, contender, variant, repetition);
                    results.add(result);
                    print(
                            "%s %s %s #%d: %s",
                            scenario.name(),
                            variant,
                            contender.name(),
                            repetition,
                            result.isValid() ? result.figures() : "INVALID " + result.faults());
                }
            }
        }
    }

    /** A run that ends by an error is invalid, and does not end the others. */
    private Result measureOnce(Lab lab, Scenario scenario, Contender contender, String variant, int repetition)
            throws InterruptedException {
        try {
            return scenario.measure(lab, contender, variant, repetition).withoutInvalidFigures();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (ending) {
                // The contender was killed because this program ends: that is no result.
                throw new IllegalStateException("stopped", e);
            }
            e.printStackTrace(spec.commandLine().getErr());
            return new Result(
                    scenario.name(),
                    variant,
                    contender.name(),
                    repetition,
                    Map.of(),
                    Map.of("ended by " + e.getClass().getSimpleName(), 1L));
        }
    }

    private List<Contender> contenders() {
        Stream<Contender> builds = products.entrySet().stream()
                .map(each -> new Product(each.getKey(), each.getValue().toAbsolutePath(), jvmOptions));
        Stream<Contender> others = Stream.of(
                        Peer.CAMEL_ROUTE, Peer.PARALLEL_CONSUMER, Peer.BARE_LOOP, Peer.BARE_WEBHOOKS, Peer.BARE_LINQ)
                .filter(peer -> peers.isEmpty() || peers.contains(peer.name()))
                .map(Contender.class::cast);
        return Stream.concat(builds, others).toList();
    }

    private Load load() {
        return new Load(
                messages.orElse(smoke ? 1_000 : 60_000),
                chats,
                workers,
                heap,
                rate,
                seconds.orElse(smoke ? 5 : 60),
                wait.orElse(smoke ? 3 : 30));
    }

    private void print(String format, Object... values) {
        spec.commandLine().getOut().printf(Locale.ROOT, format + "%n", values);
        spec.commandLine().getOut().flush();
    }
}
