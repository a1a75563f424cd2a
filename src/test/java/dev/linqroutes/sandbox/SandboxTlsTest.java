package dev.linqroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.sandbox.account.SandboxOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxTlsTest {
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withUntrustedTls(true));

    @AfterEach
    void close() {
        sandbox.close();
    }

    private int status(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + "/chats"))
                .header("Authorization", "Bearer sandbox-key")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void a_client_that_checks_certificates_does_not_talk_to_the_sandbox() {
        assertThat(sandbox.apiUrl()).startsWith("https://");
        assertThatThrownBy(() -> status(HttpClient.newHttpClient())).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void a_client_that_checks_nothing_does() throws Exception {
        SSLContext careless = SSLContext.getInstance("TLS");
        careless.init(null, new TrustManager[] {new Careless()}, null);

        assertThat(status(HttpClient.newBuilder().sslContext(careless).build())).isEqualTo(200);
    }

    /** Trusts everybody. */
    private static final class Careless extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
