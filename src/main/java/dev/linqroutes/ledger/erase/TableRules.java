package dev.linqroutes.ledger.erase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.erase.TableRule.Decision;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules for tables whose rows stand on their own. */
final class TableRules {
    private static final String NONE = "";
    private static final int SMALL_ROWS = 500;

    /** A row may have a megabyte. */
    private static final int LARGE_ROWS = 20;

    private final PersonalData person;
    private final OutboxTopics topics;
    private final String commandsTopic;

    /** @param commandsTopic topic of commands */
    TableRules(PersonalData person, OutboxTopics topics, String commandsTopic) {
        this.person = person;
        this.topics = topics;
        this.commandsTopic = commandsTopic;
    }

    List<TableRule> all() {
        return List.of(
                new TableRule(
                        "refusal",
                        "source_id",
                        false,
                        List.of("command_id", "group_ref", "chat_id", "place", "problems", "batch_id"),
                        SMALL_ROWS,
                        NONE,
                        row -> mask(row, List.of("command_id", "group_ref"), List.of("chat_id", "place", "problems"))),
                new TableRule(
                        "batch",
                        "batch_id",
                        false,
                        List.of("batch_id", "file", "stem", "status"),
                        SMALL_ROWS,
                        NONE,
                        this::ofBatch),
                new TableRule(
                        "draft",
                        "draft_id",
                        false,
                        List.of("file", "content", "options", "status"),
                        1,
                        // Whoever changes it at the same time is told.
                        ", version = version + 1",
                        this::ofDraft),
                new TableRule(
                        "signal",
                        "signal_id",
                        true,
                        List.of("content", "error_message", "idempotency_key"),
                        SMALL_ROWS,
                        NONE,
                        row -> mask(row, List.of("idempotency_key"), List.of("content", "error_message"))
                                        .values()
                                        .isEmpty()
                                ? new Decision.Mask(Map.of())
                                : new Decision.Delete()),
                new TableRule(
                        "column_names",
                        "header_sha256",
                        false,
                        List.of("names"),
                        SMALL_ROWS,
                        NONE,
                        row -> mask(row, List.of(), List.of("names"))),
                new TableRule(
                        "replayed_dead_letter",
                        "source_id",
                        false,
                        List.of("command_id"),
                        SMALL_ROWS,
                        NONE,
                        row -> mask(row, List.of("command_id"), List.of())),
                new TableRule(
                        "audit",
                        "audit_id",
                        true,
                        List.of("target", "reason", "result"),
                        SMALL_ROWS,
                        NONE,
                        row -> mask(row, List.of(), List.of("target", "reason", "result"))),
                new TableRule(
                        "pause",
                        "scope || ':' || name",
                        false,
                        List.of("reason"),
                        SMALL_ROWS,
                        NONE,
                        row -> mask(row, List.of(), List.of("reason"))),
                new TableRule(
                        "media",
                        "sha256",
                        false,
                        List.of("file", "download_url", "problem"),
                        SMALL_ROWS,
                        NONE,
                        row -> mask(row, List.of(), List.of("file", "download_url", "problem"))),
                new TableRule(
                        "media_use",
                        "sha256 || ':' || user_id",
                        false,
                        List.of("user_id"),
                        SMALL_ROWS,
                        NONE,
                        row -> mask(row, List.of("user_id"), List.of())),
                ofRecords("outbox"),
                ofRecords("parked_record"));
    }

    private TableRule ofRecords(String table) {
        return new TableRule(
                table,
                "outbox_id",
                true,
                List.of("topic", "record_key", "record_value", "headers"),
                LARGE_ROWS,
                NONE,
                this::ofRecord);
    }

    private Decision.Mask mask(Map<String, Object> row, List<String> identifiers, List<String> texts) {
        Map<String, Object> masked = new LinkedHashMap<>();
        identifiers.forEach(column -> masked.put(column, person.maskedId((String) row.get(column))));
        texts.forEach(column -> masked.put(column, person.masked((String) row.get(column))));
        masked.entrySet()
                .removeIf(each -> each.getValue() == null || each.getValue().equals(row.get(each.getKey())));
        return new Decision.Mask(masked);
    }

    private Decision ofBatch(Map<String, Object> row) {
        Decision.Mask mask = mask(row, List.of(), List.of("file", "stem"));
        boolean done = "done".equals(row.get("status"));
        return done || mask.values().isEmpty()
                ? mask
                : new Decision.Block(
                        "file " + row.get("file"),
                        "its name names the person, and it is not finished; wait until it is, or cancel it by `batch cancel`");
    }

    private Decision ofDraft(Map<String, Object> row) {
        Map<String, Object> masked = new LinkedHashMap<>(
                mask(row, List.of(), List.of("file", "options")).values());
        byte[] content = (byte[]) row.get("content");
        if (person.isNamedIn(content)) {
            masked.put("content", person.masked(content));
        }
        boolean changeable = List.of("editing", "sent").contains(row.get("status"));
        return changeable || masked.isEmpty()
                ? new Decision.Mask(masked)
                : new Decision.Block(
                        "sheet " + row.get("file"),
                        "it is about to be sent; stop it on the console, or wait for its file");
    }

    private Decision ofRecord(Map<String, Object> row) {
        Map<String, Object> masked = new LinkedHashMap<>();
        byte[] key = (byte[]) row.get("record_key");
        byte[] value = (byte[]) row.get("record_value");
        String headers = (String) row.get("headers");
        if (person.isNamedIn(key)) {
            masked.put("record_key", person.maskedId(key));
        }
        if (person.isNamedIn(value)) {
            masked.put("record_value", person.masked(value));
        }
        String otherHeaders = maskedHeaders(headers);
        if (!otherHeaders.equals(headers)) {
            masked.put("headers", otherHeaders);
        }
        if (!masked.isEmpty() && commandsTopic.equals(row.get("topic"))) {
            return new Decision.Block(
                    "record " + row.get("row_key") + " of the outbox",
                    "a replayed dead letter that is on its way to " + commandsTopic
                            + ", and would be refused without the person; wait until Kafka has acknowledged it, and for its command");
        }
        if (masked.isEmpty() || !topics.compacted().contains((String) row.get("topic"))) {
            return new Decision.Mask(masked);
        }
        // The chat or poll was published anew; a tombstone deletes what was published under a name that names the
        // person.
        return value == null ? new Decision.Leave() : new Decision.Delete();
    }

    /** Headers of a refused record are packed: if they name the person, none of them are kept. */
    private String maskedHeaders(String headers) {
        ObjectNode json = (ObjectNode) LedgerJson.read(headers);
        String packed = json.path(Outbox.RECEIVED_HEADERS).asText();
        if (!packed.isEmpty() && person.isNamedIn(Base64.getDecoder().decode(packed))) {
            json.remove(Outbox.RECEIVED_HEADERS);
            return person.masked(json.toString());
        }
        return person.masked(headers);
    }
}
