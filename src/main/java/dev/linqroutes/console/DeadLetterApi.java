package dev.linqroutes.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.CommandJson;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.console.DeadLetterCheck.PlacedProblem;
import dev.linqroutes.kafka.DeadLetterReader;
import dev.linqroutes.kafka.DeadLetterReader.DeadLetter;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.Action;
import dev.linqroutes.ledger.ops.ActionType;
import dev.linqroutes.ledger.ops.AuditLog;
import dev.linqroutes.ledger.ops.FailedCommands;
import dev.linqroutes.ledger.ops.FailedCommands.KnownCommand;
import dev.linqroutes.ledger.ops.ReplayedDeadLetters;
import dev.linqroutes.ledger.ops.ReplayedDeadLetters.Replayed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;

/** Dead letters: the newest, one to be corrected, what a correction would do, and its replay. */
final class DeadLetterApi {
    /** The newest of the topic; of each partition as many are read. */
    static final int MAX_LISTED = 100;

    /** A text that can be corrected on the page. */
    static final int MAX_EDITED_BYTES = 200_000;

    private static final int PREVIEW_LENGTH = 300;
    private static final int CUT_LENGTH = 20_000;

    private static final Comparator<ListedLetter> OLDEST_FIRST = Comparator.comparing(
                    (ListedLetter listed) -> listed.letter().time())
            .thenComparing(listed -> listed.letter().partition())
            .thenComparing(listed -> listed.letter().offset());

    private final Supplier<DeadLetterReader> topic;
    private final DeadLetterCheck check;
    private final ReplayedDeadLetters replays;
    private final FailedCommands commands;
    private final AuditLog audit;

    /** @param topic makes a reader of the topic, for each request */
    DeadLetterApi(
            Supplier<DeadLetterReader> topic,
            DeadLetterCheck check,
            ReplayedDeadLetters replays,
            FailedCommands commands,
            AuditLog audit) {
        this.topic = topic;
        this.check = check;
        this.replays = replays;
        this.commands = commands;
        this.audit = audit;
    }

    /** A dead letter in the list; its value is described, so that a hundred large ones need little memory. */
    private record ListedLetter(DeadLetter letter, ObjectNode shown) {
        static ListedLetter of(DeadLetter letter) {
            ObjectNode shown = describe(letter);
            text(letter.value()).ifPresent(text -> shown.put("preview", Quoting.shorten(text, PREVIEW_LENGTH)));
            DeadLetter withoutValue = new DeadLetter(
                    letter.partition(),
                    letter.offset(),
                    letter.time(),
                    Optional.empty(),
                    new byte[0],
                    letter.sourceId(),
                    letter.place(),
                    letter.error(),
                    letter.commandId());
            return new ListedLetter(withoutValue, shown);
        }
    }

    JsonNode list(ConsoleRequest request) {
        PriorityQueue<ListedLetter> newest = new PriorityQueue<>(OLDEST_FIRST);
        boolean complete = topic.get().readNewest(MAX_LISTED, letter -> {
            newest.add(ListedLetter.of(letter));
            if (newest.size() > MAX_LISTED) {
                newest.remove();
            }
        });
        // The relay sends a record again that Kafka may have.
        Set<String> sourceIds = new HashSet<>();
        List<ListedLetter> listed = newest.stream()
                .sorted(OLDEST_FIRST.reversed())
                .filter(each -> sourceIds.add(each.letter().sourceId()))
                .toList();
        Map<String, Replayed> replayed = replays.find(sourceIds);
        Map<String, KnownCommand> became = findCommands(replayed);
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        result.put("limit", MAX_LISTED);
        result.put("complete", complete);
        ArrayNode shown = result.putArray("dead_letters");
        listed.forEach(each -> {
            putReplayed(each.shown(), replayed.get(each.letter().sourceId()), became);
            shown.add(each.shown());
        });
        return result;
    }

    /** One with its whole value; its text as far as it can be corrected here. */
    JsonNode show(ConsoleRequest request) {
        DeadLetter letter = find(request);
        ObjectNode shown = describe(letter);
        Map<String, Replayed> replayed = replays.find(List.of(letter.sourceId()));
        putReplayed(shown, replayed.get(letter.sourceId()), findCommands(replayed));
        shown.put("value_base64", letter.value());
        boolean editable = letter.value().length <= MAX_EDITED_BYTES;
        shown.put("max_edited_bytes", MAX_EDITED_BYTES);
        text(letter.value()).ifPresent(text -> {
            shown.put("editable", editable);
            shown.put("value", editable ? text : Quoting.shorten(text, CUT_LENGTH));
            if (editable) {
                indented(text).ifPresent(lines -> shown.put("value_indented", lines));
            }
        });
        return shown;
    }

    JsonNode check(ConsoleRequest request) {
        return show(check.check(find(request), text(request.body())));
    }

    /** Replays the corrected command, if it would be accepted and nobody has replayed the dead letter before. */
    JsonNode replay(ConsoleRequest request) {
        String reason = request.requireReason();
        String text = text(request.body());
        DeadLetter letter = find(request);
        DeadLetterCheck.Result checked = check.check(letter, text);
        Replayed before = replays.find(List.of(letter.sourceId())).get(letter.sourceId());
        if (before != null) {
            throw conflict(before);
        }
        PlannedCommand command = checked.command().orElseThrow(() -> {
            PlacedProblem first = checked.problems().get(0);
            return ConsoleError.invalid("it would be refused again: "
                    + (first.pointer().isEmpty() ? "" : first.pointer() + ": ") + first.message());
        });
        Action action = new Action(
                request.user(), ActionType.REPLAY_DEAD_LETTER, letter.place() + " as " + command.commandId(), reason);
        replays.replay(
                        letter.sourceId(),
                        letter.key(),
                        checked.record(),
                        command.commandId(),
                        request.user(),
                        audit.entry(action, 1, "sent to the topic of commands"))
                .ifPresent(other -> {
                    throw conflict(other);
                });
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        result.put("command_id", command.commandId());
        return result;
    }

    private static ConsoleError conflict(Replayed before) {
        return ConsoleError.conflict("it was replayed already, by " + before.replayedBy() + " at " + before.replayedAt()
                + " as command " + before.commandId() + "; nothing was sent now");
    }

    private DeadLetter find(ConsoleRequest request) {
        int partition = (int) number(request, "partition", Integer.MAX_VALUE);
        long offset = number(request, "offset", Long.MAX_VALUE);
        return topic.get()
                .read(partition, offset)
                .orElseThrow(
                        () -> ConsoleError.notFound("the topic has no such dead letter, or no longer: Kafka deletes"
                                + " records after the topic's retention. The producer has to send the command again"));
    }

    private static long number(ConsoleRequest request, String name, long max) {
        try {
            long number = Long.parseLong(request.path(name));
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw ConsoleError.invalid(name + " must be that of a record, is \"" + request.path(name) + "\"");
    }

    private static String text(JsonNode body) {
        String text = body.path("value").asText();
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_EDITED_BYTES) {
            throw new ConsoleError(
                    413,
                    "the text is larger than " + MAX_EDITED_BYTES / 1_000
                            + " kB; put the corrected command into a .jsonl file in the inbox");
        }
        return text;
    }

    private static ObjectNode describe(DeadLetter letter) {
        ObjectNode shown = ConsoleHttp.JSON.createObjectNode();
        shown.put("partition", letter.partition());
        shown.put("offset", letter.offset());
        shown.put("at", letter.time().toString());
        shown.put("place", letter.place());
        shown.put("error", letter.error());
        letter.commandId().ifPresent(id -> shown.put("command_id", id));
        letter.key().ifPresent(key -> {
            shown.put("key_bytes", key.length);
            text(key).ifPresent(text -> shown.put("key", Quoting.shorten(text, PREVIEW_LENGTH)));
        });
        shown.put("bytes", letter.value().length);
        return shown;
    }

    private Map<String, KnownCommand> findCommands(Map<String, Replayed> replayed) {
        return commands.find(
                replayed.values().stream().map(Replayed::commandId).distinct().toList());
    }

    /** @param became the commands that the ledger has of those replayed, by id */
    private static void putReplayed(ObjectNode to, Replayed replayed, Map<String, KnownCommand> became) {
        if (replayed == null) {
            return;
        }
        ObjectNode shown = to.putObject("replayed");
        shown.put("by", replayed.replayedBy());
        shown.put("at", replayed.replayedAt().toString());
        shown.put("command_id", replayed.commandId());
        Optional.ofNullable(became.get(replayed.commandId()))
                .ifPresent(
                        command -> shown.put("status", command.status().word()).put("group", command.mailbox()));
    }

    private static ObjectNode show(DeadLetterCheck.Result checked) {
        ObjectNode result = ConsoleHttp.JSON.createObjectNode();
        ArrayNode problems = result.putArray("problems");
        for (PlacedProblem problem : checked.problems()) {
            ObjectNode shown = problems.addObject();
            shown.put("message", StorableText.of(problem.message()));
            shown.put("pointer", StorableText.of(problem.pointer()));
            problem.place().ifPresent(place -> shown.put("line", place.line()).put("column", place.column()));
        }
        ArrayNode warnings = result.putArray("warnings");
        checked.warnings().forEach(warnings::add);
        checked.command().ifPresent(command -> {
            result.put("command_id", command.commandId());
            result.put("type", command.type());
            result.put("calls", command.calls().size());
            result.set("chat", ChatPreview.of(command));
        });
        return result;
    }

    /** Empty for bytes that are not UTF-8. */
    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The same JSON in lines, so that a place is found by its line; empty for a text that is no valid JSON object. */
    private static Optional<String> indented(String text) {
        try {
            JsonNode json = CommandJson.MAPPER
                    .reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(text);
            // Half of a surrogate pair, which JSON can escape, could not be sent to the page.
            return Optional.of(json)
                    .filter(JsonNode::isObject)
                    .map(JsonNode::toPrettyString)
                    .filter(StandardCharsets.UTF_8.newEncoder()::canEncode);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
