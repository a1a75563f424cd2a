package dev.linqroutes.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Everything derived from a signed event, except its body, is bounded in size. */
class WebhookEventReaderPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Total characters of all texts of an event; larger bodies are refused. */
    private static final int MAX_CHARACTERS = 900_000;

    private static final String ID_PATTERN = "[A-Za-z0-9_-]{1,64}";
    private static final List<String> FIELDS = List.of(
            "event_id",
            "event_type",
            "created_at",
            "trace_id",
            "partner_id",
            "data.id",
            "data.chat_id",
            "data.chat.id",
            "data.message_id",
            "data.message.id",
            "data.idempotency_key",
            "data.reconciled_at",
            "data.chat.owner_handle.handle",
            "data.new_value",
            "data.reason",
            "data.display_name",
            "data.group_chat_icon",
            "data.service",
            "data.handle",
            "data.participant.handle",
            "data.participant.status",
            "data.participant.service",
            "data.participant.left_at",
            "data.part.text");

    private static final List<String> TYPES = List.of(
            "message.sent",
            "message.failed",
            "message.edited",
            "chat.created",
            "chat.group_name_updated",
            "chat.group_icon_updated",
            "participant.added",
            "participant.removed");

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300),
                Arbitraries.strings().ascii().ofMaxLength(70),
                Arbitraries.of(
                        "x".repeat(900_000),
                        "\uD83D\uDEA7".repeat(200_000),
                        "../../phone_numbers",
                        "a/b",
                        "a%2fb",
                        "c4a70000-2222-4b3c-9d4e-000000000001\n",
                        "c4a70000-2222-4b3c-9d4e-000000000001\u2028",
                        "2026-08-21T09:14:07Z\r\nX: y",
                        "2026-08-21T09:14:07." + "1".repeat(30_000) + "Z",
                        "\u0000",
                        "\uD83D",
                        ""));
    }

    @Property(tries = 2_000)
    void headers_columns_and_ids_are_bounded_for_any_event(
            @ForAll("types") String type, @ForAll("fields") List<String> fields, @ForAll("texts") String longest)
            throws IOException {
        String text = longest.substring(0, Math.min(longest.length(), MAX_CHARACTERS / Math.max(1, fields.size())));
        ObjectNode json = JSON.createObjectNode();
        put(json, "event_type", type);
        fields.forEach(field -> put(json, field, text));
        byte[] body = JSON.writeValueAsBytes(json);

        VerifiedEvent event = WebhookEventReader.read(body, Optional.of(text), Instant.EPOCH);

        assertThat(event.body()).isEqualTo(body);
        assertThat(event.headers().values()).allMatch(value -> value.matches("[ -~]{1,128}"));
        assertThat(bytes(event)).isLessThan(1_000);
        assertThat(Stream.of(event.chatId(), event.messageId()).flatMap(Optional::stream))
                .allMatch(id -> id.matches(ID_PATTERN));
        assertThat(event.eventId()).matches("[!-~]{1,64}");
        assertThat(event.headers().get("ce_source")).matches("linq:[A-Za-z0-9._~-]{1,64}");
        assertThat(event.signal()
                        .flatMap(signal -> signal.content())
                        .map(String::length)
                        .orElse(0))
                .isLessThanOrEqualTo(10_000);
        assertThat(event.chat().toString().length()).isLessThan(20_000);
    }

    @Provide
    Arbitrary<List<String>> fields() {
        return Arbitraries.of(FIELDS).list().uniqueElements();
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.of(TYPES);
    }

    private static void put(ObjectNode json, String field, String text) {
        String[] path = field.split("\\.");
        ObjectNode object = json;
        for (int i = 0; i < path.length - 1; i++) {
            object = object.withObjectProperty(path[i]);
        }
        object.put(path[path.length - 1], text);
    }

    private static int bytes(VerifiedEvent event) {
        return event.headers().entrySet().stream()
                .mapToInt(header -> (header.getKey() + header.getValue()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
