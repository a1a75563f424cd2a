package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole program, with servers in Linq's place that answer as gateways, balancers and frameworks really do. */
class GatewayResponsesIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int GROUPS = 5;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger chats = new AtomicInteger();
    private final CountDownLatch testEnds = new CountDownLatch(1);

    @AfterEach
    void endAnswers() {
        testEnds.countDown();
    }

    private void run(String apiUrl) throws Exception {
        closeAfterwards(new InProcessProgram(folder, topics, apiUrl))
                .with("ledger.url", FreshLedger.postgres())
                .with("linq.retry.initial-delay", "200ms")
                .with("linq.retry.max-delay", "1s")
                .start();
    }

    /** With members of its own, since groups of the same members wait for each other's names. */
    private void create(String name, int number, String more) throws Exception {
        topics.produce(
                name,
                """
                {"type": "create_group", "command_id": "create %s", "group_ref": "%s", "display_name": "%s",
                 "to": ["+1202555011%d", "+1202555012%d"], "message": {"text": "Hello https://example.com/a"}%s}"""
                        .formatted(name, name, name, number, number, more));
    }

    private void sendMemo(String name) throws Exception {
        topics.produce(
                name,
                """
                {"type": "send_voice_memo", "command_id": "memo %s", "group_ref": "%s",
                 "url": "https://example.com/memo.m4a"}"""
                        .formatted(name, name));
    }

    private Map<String, String> statuses() {
        return topics.outcomesSoFar().stream()
                .collect(
                        Collectors.toMap(outcome -> outcome.get("command_id").asText(), outcome -> outcome.get("status")
                                .asText()));
    }

    @Test
    void what_gateways_and_frameworks_make_of_answers_neither_fails_nor_repeats_a_call() throws Exception {
        try (ScriptedServer linq = new ScriptedServer(this::behindAGateway)) {
            run("http://127.0.0.1:" + linq.port() + "/v3");
            for (int group = 0; group < GROUPS; group++) {
                create("group-" + group, group, "");
                sendMemo("group-" + group);
            }

            await().atMost(LONG).untilAsserted(() -> assertThat(statuses())
                    .hasSize(2 * GROUPS)
                    .allSatisfy(
                            (command, status) -> assertThat(status).as(command).isEqualTo("accepted")));
        }
        assertThat(taken).doesNotHaveDuplicates();
        assertThat(taken.stream().filter(call -> call.contains("/voicememo"))).hasSize(GROUPS);
    }

    /** At first nobody is behind it; then all answers are packed, most are empty, and it hangs up after each. */
    private void behindAGateway(ScriptedServer.Request request, ScriptedServer.Connection connection)
            throws IOException, InterruptedException {
        if (requests.incrementAndGet() <= 2 * GROUPS) {
            connection.write(ScriptedServer.head(404, List.of("Content-Type: text/plain", "Content-Length: 11"))
                    + "no backend\n");
            return;
        }
        taken.add(request.path() + " " + request.body());
        if (request.path().endsWith("/chats")) {
            connection.answer(201, "{\"chat\": {\"id\": \"chat-%d\"}}".formatted(chats.incrementAndGet()));
        } else {
            connection.write(ScriptedServer.head(202, List.of("Content-Encoding: gzip", "Transfer-Encoding: chunked"))
                    + "0\r\n\r\n");
        }
        testEnds.await(50, TimeUnit.MILLISECONDS);
        connection.close();
    }

    @Test
    void while_no_tls_handshake_succeeds_a_command_expires_and_a_memo_waits() throws Exception {
        try (ServerSocket balancer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread hangingUp = new Thread(() -> hangUp(balancer));
            hangingUp.setDaemon(true);
            hangingUp.start();
            run("https://127.0.0.1:" + balancer.getLocalPort() + "/v3");
            topics.produce(
                    "chat",
                    """
                    {"type": "send_voice_memo", "command_id": "memo", "chat_id": "c4a70000-2222-4b3c-9d4e-000000000001",
                     "url": "https://example.com/memo.m4a"}""");
            create("late", 0, ", \"expires_at\": \"" + Instant.now().plusSeconds(3) + "\"");

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(statuses()).isEqualTo(Map.of("create late", "expired")));
            JsonNode expired = topics.outcomesSoFar().get(0);
            assertThat(expired.get("command_id").asText()).isEqualTo("create late");
        }
    }

    /** As a balancer does that has no certificate. */
    private static void hangUp(ServerSocket door) {
        try {
            while (true) {
                try (Socket client = door.accept()) {
                    client.getInputStream().read(new byte[4096]);
                }
            }
        } catch (IOException e) {
            assertThat(door.isClosed()).isTrue();
        }
    }
}
