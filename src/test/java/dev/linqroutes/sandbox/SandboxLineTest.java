package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxLineTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private Reply forward(String id, String number) {
        return linq.call("PUT", "/phone_numbers/" + id, JsonTrees.object().put("forwarding_number", number));
    }

    private String lineId() {
        return linq.get("/phone_numbers").text("/phone_numbers/0/id");
    }

    @Test
    void calls_of_a_line_are_forwarded_until_the_number_is_removed() {
        linq.subscribe(inbox.url(), "phone_number.forwarding_updated");

        assertThat(forward(lineId(), BOB).text("/forwarding_number")).isEqualTo(BOB);

        JsonNode event = inbox.awaitFirst("phone_number.forwarding_updated").body();
        assertThat(event.at("/data/phone_number").asText()).isEqualTo(LINE);
        assertThat(event.at("/data/change/from").isNull()).isTrue();
        assertThat(event.at("/data/change/to").asText()).isEqualTo(BOB);
        assertThat(linq.get("/phone_numbers").text("/phone_numbers/0/forwarding_number"))
                .isEqualTo(BOB);
        assertThat(forward(lineId(), "").body().path("forwarding_number").isNull())
                .isTrue();
    }

    @Test
    void only_a_number_of_a_known_line_is_set() {
        assertThat(forward(UUID.randomUUID().toString(), BOB).code()).isEqualTo(2019);
        assertThat(forward("a", BOB).code()).isEqualTo(1005);
        assertThat(forward(lineId(), "555-1234").code()).isEqualTo(1002);
        assertThat(linq.call("PUT", "/phone_numbers/" + lineId(), "{}").code()).isEqualTo(1001);
    }

    @Test
    void the_deprecated_list_has_the_same_lines() {
        Reply list = linq.get("/phonenumbers");

        assertThat(list.text("/phone_numbers/0/id")).isEqualTo(lineId());
        assertThat(list.text("/phone_numbers/0/phone_number")).isEqualTo(LINE);
    }
}
