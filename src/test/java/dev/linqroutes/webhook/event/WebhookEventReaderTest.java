package dev.linqroutes.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.Signal;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEventReaderTest {
    private static final String WEBHOOK_ID = "msg_1";
    private static final String CHAT = "c4a70000-2222-4b3c-9d4e-000000000001";
    private static final String MESSAGE = "b1a7c0de-1111-4a2b-8c3d-000000000101";

    // Both payload versions

    @Test
    void a_version_2026_message_has_chat_message_and_key() {
        VerifiedEvent event = event(
                "2026-02-03",
                "message.sent",
                """
                {"id": "%s", "chat": {"id": "%s", "is_group": true}, "direction": "outbound",
                 "idempotency_key": "order-1001-1", "parts": [{"type": "text", "value": "Hello"}]}"""
                        .formatted(MESSAGE, CHAT));

        assertThat(event.eventType()).isEqualTo("message.sent");
        assertThat(event.chatId()).contains(CHAT);
        assertThat(event.messageId()).contains(MESSAGE);
        assertThat(event.idempotencyKey()).contains("order-1001-1");
    }

    @Test
    void a_version_2025_message_has_chat_message_and_key() {
        VerifiedEvent event = event(
                "2025-01-01",
                "message.sent",
                """
                {"chat_id": "%s", "is_group": true, "is_from_me": true, "idempotency_key": "order-1001-1",
                 "message": {"id": "%s", "parts": [{"type": "text", "value": "Hello"}]}}"""
                        .formatted(CHAT, MESSAGE));

        assertThat(event.eventType()).isEqualTo("message.sent");
        assertThat(event.chatId()).contains(CHAT);
        assertThat(event.messageId()).contains(MESSAGE);
        assertThat(event.idempotencyKey()).contains("order-1001-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-01-01", "2026-02-03", "2031-01-01"})
    void the_data_of_chat_created_is_the_chat_in_every_version(String version) {
        VerifiedEvent event = event(version, "chat.created", "{\"id\": \"%s\", \"is_group\": true}".formatted(CHAT));

        assertThat(event.chatId()).contains(CHAT);
        assertThat(event.messageId()).isEmpty();
    }

    @Test
    void a_reaction_has_chat_and_message() {
        VerifiedEvent event = event(
                "2026-02-03",
                "reaction.added",
                """
                {"chat_id": "%s", "message_id": "%s", "is_from_me": false, "reaction_type": "love"}"""
                        .formatted(CHAT, MESSAGE));

        assertThat(event.chatId()).contains(CHAT);
        assertThat(event.messageId()).contains(MESSAGE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    message.received | {'chat': {'id': 'c', 'owner_handle': {'handle': '+1', 'is_me': true}}, 'sender_handle': {'handle': '+2'}}
                    message.received | {'recipient_handle': {'handle': '+1', 'is_me': true}, 'from_handle': {'handle': '+2', 'is_me': false}}
                    message.sent     | {'recipient_handle': null, 'from_handle': {'handle': '+1', 'is_me': true}}
                    message.sent     | {'chat': {'id': 'c'}, 'sender_handle': {'handle': '+1', 'is_me': true}}
                    chat.created     | {'handles': [{'handle': '+2', 'is_me': false}, {'handle': '+1', 'is_me': true}]}
                    """,
            quoteCharacter = '#')
    void the_line_is_read_from_every_kind_of_event(String type, String data) {
        assertThat(event("any", type, data.replace('\'', '"')).line()).contains("+1");
    }

    @Test
    void an_event_without_own_handle_has_no_line() {
        assertThat(event("any", "participant.added", "{\"participant\": {\"handle\": \"+2\", \"is_me\": false}}")
                        .line())
                .isEmpty();
    }

    // Group names

    @Test
    void a_name_event_updates_the_group_name() {
        assertThat(event(
                                "2026-02-03",
                                "chat.group_name_updated",
                                "{\"chat_id\": \"%s\", \"new_value\": \"Site crew 14\"}".formatted(CHAT))
                        .signal())
                .contains(Signal.happened(Kind.NAMED, Optional.of("Site crew 14")));
    }

    @ParameterizedTest
    @CsvSource({
        "chat.group_name_updated, null",
        "chat.group_name_updated, 14",
        "chat.group_icon_updated, '\"https://example.com/i.png\"'",
        "chat.group_name_update_failed, '\"Site crew 14\"'"
    })
    void other_events_do_not_update_the_group_name(String type, String value) {
        assertThat(event("2026-02-03", type, "{\"chat_id\": \"%s\", \"new_value\": %s}".formatted(CHAT, value))
                        .signal()
                        .filter(signal -> signal.kind() == Kind.NAMED)
                        .flatMap(Signal::content))
                .isEmpty();
    }

    // Unknown and invalid content

    @Test
    void an_unknown_type_is_published_with_its_chat() {
        VerifiedEvent event =
                event("2031-01-01", "chat.moon_phase_changed", "{\"chat_id\": \"%s\", \"phase\": 3}".formatted(CHAT));

        assertThat(event.eventType()).isEqualTo("chat.moon_phase_changed");
        assertThat(event.chatId()).contains(CHAT);
        assertThat(event.messageId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "14",
                "\"text\"",
                "[]",
                "{}",
                "{\"event_id\"",
                "<html></html>",
                "{\"event_id\": null, \"event_type\": null, \"data\": null}",
                "{\"event_id\": 14, \"event_type\": [], \"data\": \"text\", \"partner_id\": {}, \"created_at\": 1}",
                "{\"event_id\": {}, \"event_type\": {}, \"data\": {\"chat\": \"c\", \"chat_id\": 7, \"message\": []}}",
                "{\"event_id\": \"\", \"event_type\": \"\", \"data\": {\"chat_id\": \"\"}}",
                "{\"event_id\": \"e\\u0000\", \"event_type\": \"t\\u0000\", \"data\": {\"chat_id\": \"c\\u0000\"}}"
            })
    void an_event_without_usable_fields_gets_the_webhook_id(String body) {
        VerifiedEvent event = read(body);

        assertThat(event.eventId()).isEqualTo(WEBHOOK_ID);
        assertThat(event.eventType()).isEqualTo("unknown");
        assertThat(event.chatId()).isEmpty();
        assertThat(event.messageId()).isEmpty();
        assertThat(event.idempotencyKey()).isEmpty();
        assertThat(event.signal()).isEmpty();
        assertThat(new String(event.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(event.headers())
                .containsEntry("ce_id", WEBHOOK_ID)
                .containsEntry("ce_type", "unknown")
                .containsEntry("ce_source", "linq:unknown")
                .doesNotContainKeys("ce_subject", "ce_time");
    }

    @Test
    void oversized_ids_are_omitted() {
        String absurd = "x".repeat(65);
        VerifiedEvent event = read(
                """
                {"event_id": "%1$s", "event_type": "message.sent", "data": {"id": "%1$s", "chat": {"id": "%1$s"}}}"""
                        .formatted(absurd));

        assertThat(event.eventId()).isEqualTo(WEBHOOK_ID);
        assertThat(event.chatId()).isEmpty();
        assertThat(event.messageId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b"})
    void an_event_without_any_id_is_identified_by_its_content(String webhookId) {
        VerifiedEvent event = WebhookEventReader.read(
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8), Optional.of(webhookId), Instant.EPOCH);
        VerifiedEvent again = WebhookEventReader.read(
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8), Optional.of(webhookId), Instant.EPOCH);
        VerifiedEvent other = WebhookEventReader.read(
                "{\"a\":2}".getBytes(StandardCharsets.UTF_8), Optional.of(webhookId), Instant.EPOCH);

        assertThat(again.eventId()).isEqualTo(event.eventId()).isNotEqualTo(other.eventId());
        assertThat(event.eventId()).matches("[0-9a-f-]{36}");
    }

    @Test
    void a_deeply_nested_body_is_stored() {
        String body = "{\"data\":".repeat(100_000);

        assertThat(read(body).body()).hasSize(body.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../phone_numbers", "a/b", "a b", "%2e", "c?d", "c4a70000-2222-4b3c-9d4e-000000000001\\n", "č"
            })
    void an_id_that_is_unsafe_in_a_path_is_omitted_and_the_body_is_unchanged(String id) {
        String body =
                """
                {"event_id": "e-1", "event_type": "message.sent", "data": {"id": "%1$s", "chat": {"id": "%1$s"}}}"""
                        .formatted(id);
        VerifiedEvent event = read(body);

        assertThat(event.chatId()).isEmpty();
        assertThat(event.messageId()).isEmpty();
        assertThat(event.headers()).doesNotContainKey("ce_subject").containsEntry("ce_id", "e-1");
        assertThat(new String(event.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void an_oversized_member_list_is_not_recorded_as_complete() {
        String handles = IntStream.range(0, 600)
                .mapToObj(i -> "{\"handle\": \"+1202555%04d\"}".formatted(i))
                .collect(Collectors.joining(",", "[", "]"));
        VerifiedEvent event =
                event("2026-02-03", "chat.created", "{\"id\": \"%s\", \"handles\": %s}".formatted(CHAT, handles));

        assertThat(event.chat().members()).hasSize(500);
        assertThat(event.chat().membersKnown()).isFalse();
    }

    // Record headers

    @Test
    void the_record_headers_are_a_cloud_event() {
        VerifiedEvent event = read(
                """
                {"event_id": "e-1", "event_type": "message.sent", "created_at": "2026-08-21T09:14:07.218340115Z",
                 "partner_id": "acct-demo", "data": {"chat": {"id": "%s"}}}"""
                        .formatted(CHAT));

        assertThat(event.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "e-1")
                .containsEntry("ce_type", "message.sent")
                .containsEntry("ce_source", "linq:acct-demo")
                .containsEntry("ce_time", "2026-08-21T09:14:07.218340115Z")
                .containsEntry("ce_subject", CHAT)
                .containsEntry("content-type", "application/json")
                .hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({
        "acct demo, 2026-08-21 09:14:07Z, 2026-08-21",
        "acct/../x, yesterday, yesterday",
        "acct#x, 2026-08-21T09:14:07Z0, 0",
        "acct:x, 2026-13-21T09:14:07Z, 2026-02-30T00:00:00Z",
        "acct?x, 2026-08-21T25:14:07Z, 2026-08-21T09:14:07+99:00"
    })
    void invalid_uri_and_time_headers_are_replaced_or_omitted(String partner, String createdAt, String reconciledAt) {
        VerifiedEvent event = read(
                """
                {"event_id": "e-1", "event_type": "message.sent", "created_at": "%s", "partner_id": "%s",
                 "data": {"reconciled_at": "%s"}}"""
                        .formatted(createdAt, partner, reconciledAt));

        assertThat(event.headers())
                .containsEntry("ce_source", "linq:unknown")
                .containsEntry("linq-reconciled-at", "unknown")
                .doesNotContainKey("ce_time");
    }

    @Test
    void the_body_is_stored_byte_for_byte() {
        byte[] body = "{ \"event_id\" : \"e-1\" ,\r\n\t\"x\": 1.0e2, \"u\": \"\\u00fc ü\", \"x\": 2 }\n"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(WebhookEventReader.read(body, Optional.of(WEBHOOK_ID), Instant.EPOCH)
                        .body())
                .isEqualTo(body);
        assertThat(WebhookEventReader.read(body, Optional.of(WEBHOOK_ID), Instant.EPOCH)
                        .eventId())
                .isEqualTo("e-1");
    }

    private static VerifiedEvent event(String version, String type, String data) {
        return read(
                """
                {"api_version": "v3", "webhook_version": "%s", "event_type": "%s", "event_id": "e-1",
                 "created_at": "2026-08-21T09:14:07Z", "trace_id": "t-1", "partner_id": "acct-demo", "new_field": [],
                 "data": %s}"""
                        .formatted(version, type, data));
    }

    private static VerifiedEvent read(String body) {
        return WebhookEventReader.read(body.getBytes(StandardCharsets.UTF_8), Optional.of(WEBHOOK_ID), Instant.EPOCH);
    }
}
