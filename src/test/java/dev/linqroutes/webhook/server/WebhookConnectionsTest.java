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

/** As many connections as the server has places for, held by somebody without the secret. */
class WebhookConnectionsTest extends WebhookServerRig {
    private static final int PLACES = 20;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Queue<Socket> hostile = new ArrayDeque<>();

    @Override
    WebhookServerFactory servers() {
        return new WebhookServerFactory(PLACES);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : hostile) {
            socket.close();
        }
    }

    /** A whole head whose few bytes never come. Returns when the server has taken the head, which it says. */
    private void hold() throws IOException {
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
    void small_bodies_that_do_not_come_on_all_connections_keep_no_webhook_out() throws Exception {
        for (int i = 0; i < PLACES; i++) {
            hold();
        }
        int[] statuses = new int[PLACES];
        for (int i = 0; i < PLACES; i++) {
            hold();
            statuses[i] = send(RawHttp.request("POST", "/webhooks/linq").with(signed("e-" + i, body(i))));
        }

        assertThat(Arrays.stream(statuses)).containsOnly(200);
        assertThat(answers.count(WebhookResult.STORED)).isEqualTo(PLACES);
    }
}
