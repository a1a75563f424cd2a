package dev.linqroutes.bench.stub;

import dev.linqroutes.bench.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The driver's side of the stand-in for Linq. */
public final class StubProcess implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 2_000;
    private static final Duration START = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String port;
    private final String control;

    /** @param latency milliseconds until a call is answered */
    public StubProcess(Path folder, int latency) throws IOException, InterruptedException {
        process = ChildProcess.ofClass(StubLinq.class, HEAP_MEGABYTES, folder, Map.of());
        String[] ports = process.awaitLine(StubLinq.READY, START).split(" ");
        port = ports[0];
        control = ports[1];
        tell("/latency?millis=" + latency);
    }

    public String apiUrl() {
        return "http://127.0.0.1:" + port + "/v3";
    }

    /** How many calls were executed and answered. */
    public long countExecuted() throws IOException, InterruptedException {
        return Long.parseLong(tell("/count"));
    }

    /** All calls that were answered, in that order. */
    public List<CallRecord> calls() throws IOException, InterruptedException {
        return tell("/calls").lines().map(CallRecord::ofLine).toList();
    }

    /** From the next call on, for so long, one in so many chats is told to wait as long. */
    public void throttle(int oneInChats, int seconds) throws IOException, InterruptedException {
        tell("/throttle?chats=" + oneInChats + "&seconds=" + seconds);
    }

    /** From now on every call is confirmed by a webhook to this port. */
    public void confirm(int webhookPort) throws IOException, InterruptedException {
        tell("/confirm?port=" + webhookPort);
    }

    /** Connections are closed, and new ones refused. */
    public void refuseConnections() throws IOException, InterruptedException {
        tell("/close");
    }

    public void acceptConnections() throws IOException, InterruptedException {
        tell("/open");
    }

    private String tell(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
