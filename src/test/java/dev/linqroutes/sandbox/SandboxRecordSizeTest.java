package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxRecordSizeTest {
    /** Together more than the buffers between the sandbox and a client take. */
    private static final int MESSAGES = 1_500;

    private static final String LONG_TEXT = "x".repeat(10_000);

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withPairLimitPerMinute(2 * MESSAGES));

    private InputStream openRecord() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(linq.url("/sandbox/record"))).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    /** What is written as a whole at first would not have what happens later. */
    @Test
    void a_large_record_is_made_as_fast_as_its_reader_takes_it() throws Exception {
        String large = linq.createGroup("Welcome!", ANN, BOB).chatId();
        for (int count = 1; count < MESSAGES; count++) {
            linq.send(large, LONG_TEXT);
        }
        String small = linq.createGroup("before", ANN, CAROL).chatId();

        try (InputStream record = openRecord()) {
            int first = record.read();
            linq.send(small, "while it is read");
            linq.createGroup("new", BOB, CAROL);

            String text = (char) first + new String(record.readAllBytes(), StandardCharsets.UTF_8);
            JsonNode chats = JsonTrees.read(text).path("chats");
            assertThat(chats).hasSize(2);
            assertThat(chats.path(0).path("messages")).hasSize(MESSAGES);
            assertThat(chats.path(1).path("messages").findValuesAsText("value"))
                    .isEqualTo(List.of("before", "while it is read"));
        }
    }
}
