package dev.linqroutes.bench.contender;

import dev.linqroutes.bench.peer.BareLoop;
import dev.linqroutes.bench.peer.BareWebhooks;
import dev.linqroutes.bench.peer.CamelRoute;
import dev.linqroutes.bench.peer.ParallelConsumerPeer;
import dev.linqroutes.bench.peer.PeerSettings;
import dev.linqroutes.bench.process.ChildProcess;
import dev.linqroutes.bench.stub.StubLinq;
import dev.linqroutes.testing.ProgramProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What somebody might use in the product's place, or the least that must be done.
 *
 * @param parallel how many calls it makes at once; 0 for as many as there are workers
 */
public record Peer(String name, Class<?> main, int parallel) implements Contender {
    public static final Peer CAMEL_ROUTE = new Peer("camel-route", CamelRoute.class, CamelRoute.CONSUMERS);
    public static final Peer PARALLEL_CONSUMER = new Peer("parallel-consumer", ParallelConsumerPeer.class, 0);
    public static final Peer BARE_LOOP = new Peer("bare-loop", BareLoop.class, 0);
    public static final Peer BARE_WEBHOOKS = new Peer("bare-webhooks", BareWebhooks.class, 0);

    public static final Peer BARE_LINQ = new Peer("bare-linq", StubLinq.class, 0);

    /** Those that make calls. */
    public static final List<Peer> CALLERS = List.of(CAMEL_ROUTE, PARALLEL_CONSUMER, BARE_LOOP);

    /** Those of them that make as many calls at once as there are workers; plain Camel is below any steady load. */
    public static final List<Peer> CONCURRENT = List.of(PARALLEL_CONSUMER, BARE_LOOP);

    private static final int MILLIS_OF_RUN = 60_000;
    private static final int OVERHEAD_MILLIS = 2;

    /** If it makes few calls at once, a minute of them tells its rate. */
    @Override
    public int limit(int messages, int latencyMillis) {
        return parallel == 0
                ? messages
                : Math.min(messages, MILLIS_OF_RUN * parallel / (latencyMillis + OVERHEAD_MILLIS));
    }

    @Override
    public RunningContender start(RunEnvironment run) throws IOException {
        int webhookPort = ProgramProcess.freePort();
        Map<String, String> environment = new PeerSettings(
                        run.topics().brokers(),
                        run.topics().name("commands"),
                        run.topics().name("events"),
                        run.topics().group(),
                        run.apiUrl(),
                        run.workers(),
                        webhookPort)
                .toEnvironment();
        ChildProcess process = ChildProcess.ofClass(main, run.heapMegabytes(), run.folder(), environment);
        return new RunningContender(process, webhookPort, () -> process.output().contains(PeerSettings.READY));
    }

    @Override
    public RunningContender startLocalLinq(Path folder, int heapMegabytes, List<String> options) throws IOException {
        int port = ProgramProcess.freePort();
        ChildProcess process = ChildProcess.ofClass(main, heapMegabytes, folder, Map.of(), Integer.toString(port));
        return new RunningContender(process, port, () -> process.output().contains(StubLinq.READY));
    }
}
