package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxStreamTest {
    private static final int MOST_VIEWERS = 50;

    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    /** A browser that has the page open. */
    private final class Viewer implements AutoCloseable {
        private final HttpURLConnection connection;
        private final int status;
        private BufferedReader lines;

        Viewer() {
            try {
                connection = (HttpURLConnection)
                        URI.create(linq.url("/sandbox/stream")).toURL().openConnection();
                connection.setReadTimeout(10_000);
                status = connection.getResponseCode();
                if (status == 200) {
                    lines = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                    assertThat(lines.readLine()).startsWith(":");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode next() {
            try {
                String line = lines.readLine();
                while (!line.startsWith("data: ")) {
                    line = lines.readLine();
                }
                return JsonTrees.read(line.substring("data: ".length()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode next(String kind) {
            JsonNode event = next();
            while (!event.path("kind").asText().equals(kind)) {
                event = next();
            }
            return event;
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }

    @Test
    void a_viewer_is_told_when_other_faults_are_set() {
        try (Viewer viewer = new Viewer()) {
            linq.faults(JsonTrees.object().put("slow", 0.5));

            assertThat(viewer.next("faults").path("id").isNull()).isTrue();
        }
    }

    @Test
    void a_viewer_is_told_when_a_fault_strikes_also_what_shows_no_other_change() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.admin(
                "POST",
                "/faults/next",
                JsonTrees.object().put("fault", "change_is_swallowed").put("count", 1));
        try (Viewer viewer = new Viewer()) {
            linq.name(chat, "never");

            viewer.next("faults");
            assertThat(linq.request("GET", linq.url("/sandbox/faults"), "", "")
                            .body()
                            .path("next"))
                    .isEmpty();
        }
    }

    @Test
    void a_viewer_is_told_what_changed() {
        try (Viewer viewer = new Viewer()) {
            String chat = linq.createGroup("one", ANN, BOB).chatId();

            assertThat(viewer.next("chat").path("id").asText()).isEqualTo(chat);
            assertThat(viewer.next("message").path("chat_id").asText()).isEqualTo(chat);
            assertThat(viewer.next("request").path("id").asText()).hasSize(32);
        }
    }

    @Test
    void people_lines_and_time_change_too() {
        try (Viewer viewer = new Viewer()) {
            linq.reachBy(ANN, "SMS");
            assertThat(viewer.next("person").path("id").asText()).isEqualTo(ANN);
            linq.admin("PATCH", "/lines/" + TestSandbox.LINE, JsonTrees.object().put("flagged", true));
            assertThat(viewer.next("line").path("id").asText()).isEqualTo(TestSandbox.LINE);
            linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT1H"));
            assertThat(viewer.next("time").path("id").isNull()).isTrue();
        }
    }

    @Test
    void many_changes_are_merged() {
        try (Viewer viewer = new Viewer()) {
            String chat = linq.createGroup("one", ANN, BOB).chatId();
            long start = System.nanoTime();
            for (int count = 0; count < 300; count++) {
                linq.get("/chats/" + chat);
            }
            linq.reachBy(ANN, "SMS");

            int events = 0;
            while (!viewer.next().path("kind").asText().equals("person")) {
                events++;
            }
            double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
            assertThat(events).isLessThan((int) (10 * seconds) + 10);
        }
    }

    @Test
    void viewers_are_limited_and_those_who_go_make_room() {
        List<Viewer> viewers = new ArrayList<>();
        for (int count = 0; count < MOST_VIEWERS; count++) {
            viewers.add(new Viewer());
        }
        assertThat(new Viewer().status).isEqualTo(429);

        viewers.get(7).close();

        Awaitility.await().untilAsserted(() -> {
            try (Viewer next = new Viewer()) {
                assertThat(next.status).isEqualTo(200);
            }
        });
        viewers.forEach(Viewer::close);
    }
}
