package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxReadingTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    private static List<String> ids(Reply reply, String list) {
        return reply.body()
                .path(list)
                .valueStream()
                .map(item -> item.path("id").asText())
                .toList();
    }

    @Test
    void a_chat_is_read_with_all_handles() {
        Reply created = linq.createGroup("one", ANN, BOB);
        JsonNode chat = linq.chat(created.chatId());

        assertThat(chat.path("handles").valueStream().map(member -> member.path("handle")
                        .asText()))
                .containsExactly(TestSandbox.LINE, ANN, BOB);
        assertThat(chat.path("service").asText()).isEqualTo("iMessage");
        assertThat(chat.path("group_chat_icon").isNull()).isTrue();
        assertThat(chat.at("/health_status/status").asText()).isEqualTo("HEALTHY");
    }

    @Test
    void a_message_is_read_as_sent() {
        Reply created = linq.createGroup("one", ANN, BOB);

        Reply message = linq.get("/messages/" + created.messageId());

        assertThat(message.text("/chat_id")).isEqualTo(created.chatId());
        assertThat(message.text("/delivery_status")).isEqualTo("sent");
        assertThat(message.text("/from_handle/handle")).isEqualTo(TestSandbox.LINE);
    }

    @Test
    void cursors_lead_through_all_pages() {
        String chat = linq.createGroup("0", ANN, BOB).chatId();
        List<String> sent = new ArrayList<>();
        sent.add(linq.get("/chats/" + chat + "/messages").text("/messages/0/id"));
        IntStream.range(1, 5)
                .forEach(number -> sent.add(linq.send(chat, "m" + number).messageId()));

        List<String> read = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Reply page =
                    linq.get("/chats/" + chat + "/messages?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            read.addAll(ids(page, "messages"));
            cursor = page.text("/next_cursor");
        }

        assertThat(read).isEqualTo(sent);
    }

    @Test
    void chats_are_found_by_line_and_participant() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        String second = linq.createGroup("two", ANN, CAROL).chatId();

        assertThat(ids(linq.get("/chats"), "chats")).containsExactly(first, second);
        assertThat(ids(linq.get("/chats?to=" + CAROL), "chats")).containsExactly(second);
        assertThat(ids(linq.get("/chats?to=%2B15556667777"), "chats")).containsExactly(first, second);
        assertThat(ids(linq.get("/chats?from=%2B19998887777"), "chats")).isEmpty();
        assertThat(ids(linq.get("/chats?limit=1"), "chats")).containsExactly(first);
    }

    @Test
    void invalid_limits_and_cursors_are_refused() {
        for (String query : List.of("limit=0", "limit=101", "limit=ten", "cursor=***", "cursor=LTE")) {
            assertThat(linq.get("/chats?" + query).code()).as(query).isEqualTo(1005);
        }
    }

    @Test
    void the_lines_are_listed() {
        assertThat(linq.get("/phone_numbers").text("/phone_numbers/0/phone_number"))
                .isEqualTo(TestSandbox.LINE);
    }

    @Test
    void the_record_contains_every_chat_message_and_refusal() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.send(chat, TestSandbox.aText("two").put("idempotency_key", "k-2"));
        linq.createGroup("see example.com", ANN, CAROL);
        linq.request("GET", linq.url("/favicon.ico"), "", "");

        JsonNode record = linq.record();

        assertThat(record.at("/chats/0/chat/id").asText()).isEqualTo(chat);
        assertThat(record.at("/chats/0/messages/1/idempotency_key").asText()).isEqualTo("k-2");
        assertThat(record.path("chats")).hasSize(1);
        assertThat(record.path("refused")).hasSize(1);
        assertThat(record.at("/refused/0/path").asText()).isEqualTo("/api/partner/v3/chats");
        assertThat(record.at("/refused/0/code").intValue()).isEqualTo(1005);
    }

    @Test
    void the_page_is_the_sandboxs_own_and_holds_no_data() {
        linq.createGroup("a secret", ANN, BOB);

        TestSandbox.Reply page = linq.request("GET", linq.url("/"), "", "");

        assertThat(page.response().body())
                .contains("/page/sandbox.js", "color-scheme")
                .doesNotContain("a secret", "<style", " style=", "onclick", "http://", "https://");
        assertThat(page.header("Content-Security-Policy"))
                .contains("script-src 'self'", "connect-src 'self'")
                .doesNotContain("unsafe", "http", "*");
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox.js, text/javascript; charset=utf-8",
        "sandbox.css, text/css; charset=utf-8",
        "icon.svg, image/svg+xml"
    })
    void the_pages_files_are_served_as_what_they_are(String file, String type) {
        TestSandbox.Reply answer = linq.request("GET", linq.url("/page/" + file), "", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void nothing_but_the_pages_files_is_served() {
        for (String path :
                List.of("/page/", "/page/none.js", "/page/..%2Fapplication.properties", "/page/PageFiles.class")) {
            assertThat(linq.request("GET", linq.url(path), "", "").status())
                    .as(path)
                    .isEqualTo(404);
        }
    }
}
