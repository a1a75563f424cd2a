package dev.linqroutes.bench.peer;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Makes the calls of a command one after another, with the same HTTP client as the product. */
final class HttpCaller {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final String apiUrl;
    private final CloseableHttpClient client;

    HttpCaller(PeerSettings settings) {
        apiUrl = settings.apiUrl();
        client = HttpClients.custom()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(settings.workers())
                        .setMaxConnPerRoute(settings.workers())
                        .build())
                .build();
    }

    /** A call that is to be made again. */
    static final class AgainException extends RuntimeException {
        private final transient Duration delay;

        AgainException(String message, Duration delay) {
            super(message);
            this.delay = delay;
        }

        Duration delay() {
            return delay;
        }
    }

    /** @throws AgainException when all is to be made again, with the same keys */
    void call(byte[] command) {
        try {
            String chat = PeerCalls.NEW_CHAT;
            for (PeerCalls.Call each : PeerCalls.of(command)) {
                byte[] answer = call(each, chat);
                if (each.path().equals("/chats")) {
                    chat = PeerCalls.createdChat(answer);
                }
            }
        } catch (IOException e) {
            throw new AgainException(e.toString(), AGAIN);
        }
    }

    private byte[] call(PeerCalls.Call call, String chat) throws IOException {
        return client.execute(
                ClassicRequestBuilder.create(call.method())
                        .setUri(apiUrl + call.path().replace(PeerCalls.NEW_CHAT, chat))
                        .addHeader("Authorization", "Bearer bench")
                        .setEntity(new ByteArrayEntity(call.body(), ContentType.APPLICATION_JSON))
                        .build(),
                HttpCaller::read);
    }

    private static byte[] read(ClassicHttpResponse response) throws IOException {
        byte[] body = EntityUtils.toByteArray(response.getEntity());
        if (response.getCode() >= 300) {
            Duration delay = response.containsHeader("Retry-After")
                    ? Duration.ofSeconds(Long.parseLong(
                            response.getFirstHeader("Retry-After").getValue()))
                    : AGAIN;
            throw new AgainException("answered with " + response.getCode(), delay);
        }
        return body;
    }
}
