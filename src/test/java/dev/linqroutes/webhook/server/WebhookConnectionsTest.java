package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.RawHttp;
import dev.linqroutes.webhook.verify.WebhookResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client without the secret that opens as many connections as the server allows. */
class WebhookConnectionsTest extends WebhookServerRig {
    private static final int MAX_CONNECTIONS = 20;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Queue<Socket> hostile = new ArrayDeque<>();

    @Override
    WebhookServerFactory servers() {
        return new WebhookServerFactory(MAX_CONNECTIONS);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : hostile) {
            socket.close();
        }
    }

    /** Sends a request head whose short body never follows. Returns when the server has acknowledged the head. */
    private void sendIncompleteRequest() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        hostile.add(socket);
        socket.getOutputStream()
                .write(("POST /webhooks/linq HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
        assertThat(new String(line, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 100");
    }

    @Test
    void incomplete_bodies_on_all_connections_do_not_block_webhooks() throws Exception {
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            sendIncompleteRequest();
        }
        int[] statuses = new int[MAX_CONNECTIONS];
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            sendIncompleteRequest();
            statuses[i] = send(RawHttp.request("POST", "/webhooks/linq").with(signed("e-" + i, body(i))));
        }

        assertThat(Arrays.stream(statuses)).containsOnly(200);
        assertThat(responses.count(WebhookResult.STORED)).isEqualTo(MAX_CONNECTIONS);
    }
}
