package dev.linqroutes.command;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.command.placeholder.MissingValueMarker.Usage;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.command.text.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Maps JSON that satisfies the schema to a command, and checks what the schema cannot express. */
final class CommandMapper {
    /** One entry for each type of the schema. */
    private static final Map<String, BiFunction<CommandEnvelope, CommandFields, ChatCommand>> READERS = Map.ofEntries(
            entry("create_group", CreateGroup::read),
            entry("send_message", SendMessage::read),
            entry("update_group", UpdateGroup::read),
            entry("add_participant", AddParticipants::read),
            entry("remove_participant", RemoveParticipants::read),
            entry("leave_group", LeaveGroup::read),
            entry("share_contact_card", ShareContactCard::read),
            entry("send_voice_memo", SendVoiceMemo::read),
            entry("send_poll", SendPoll::read),
            entry("add_poll_options", AddPollOptions::read),
            entry("react", React::read),
            entry("edit_message", EditMessage::read),
            entry("set_background", SetBackground::read),
            entry("delete_message", DeleteMessage::read),
            entry("delete_attachment", DeleteAttachment::read));

    private final CommandFields fields;

    private CommandMapper(CommandFields fields) {
        this.fields = fields;
    }

    /**
     * @param type one of the schema's types
     * @throws CommandRefused when fields contradict each other, or when a field requires another one that is missing
     */
    static ChatCommand map(ReceivedCommand received, String type, JsonNode json) {
        CommandFields fields = new CommandFields(json);
        CommandEnvelope envelope = new CommandMapper(fields).envelope(received, type);
        ChatCommand command = reader(type).apply(envelope, fields);
        fields.findReferenceProblems(envelope).forEach(fields::addProblem);
        if (!fields.problems().isEmpty()) {
            throw new CommandRefused(command, fields.problems());
        }
        return command;
    }

    private static BiFunction<CommandEnvelope, CommandFields, ChatCommand> reader(String type) {
        return Optional.ofNullable(READERS.get(type))
                .orElseThrow(() -> new IllegalStateException("no reader for commands of type " + type));
    }

    private CommandEnvelope envelope(ReceivedCommand received, String type) {
        String commandId = fields.text("command_id").orElse(received.source().id());
        List<String> warnings = new ArrayList<>(received.warnings());
        fields.text("command_id").ifPresent(id -> checkIdentifier("/command_id", id, warnings));
        Optional<String> writtenRef = fields.text("group_ref");
        writtenRef.ifPresent(ref -> checkGroupRef(ref, warnings));
        if (type.equals("create_group")) {
            writtenRef = writtenRef.or(() -> Optional.of(commandId));
        } else {
            fields.requireOneOf("name the group by either group_ref or chat_id", "group_ref", "chat_id");
        }
        if (received.columns().isEmpty()) {
            warnOfMissingValue("display_name", fields.text("display_name"), Usage.NAME, warnings);
            warnOfMissingValue("message", fields.messageText(), Usage.TEXT, warnings);
        }
        Optional<Instant> notBefore = time("not_before");
        Optional<Instant> expiresAt = time("expires_at");
        if (notBefore.isPresent() && expiresAt.isPresent() && !expiresAt.get().isAfter(notBefore.get())) {
            fields.addProblem(new Problem("/expires_at", "must be later than not_before"));
        }
        return new CommandEnvelope(
                received,
                commandId,
                type,
                writtenRef.map(GroupRefNormalizer::normalize),
                writtenRef,
                fields.chatId(),
                warnings,
                notBefore,
                expiresAt,
                // They are read afterwards: see LocalFiles.
                List.of());
    }

    private void checkGroupRef(String written, List<String> warnings) {
        String ref = GroupRefNormalizer.normalize(written);
        checkIdentifier("/group_ref", ref, warnings);
        if (!ref.equals(written)) {
            warnings.add("group_ref is used as " + Quoting.quote(ref)
                    + ": accented letters, spaces and hyphens are normalized, and invisible characters removed");
        }
    }

    /** Programs write these words for a missing id; unrelated commands would then share one id. */
    private void checkIdentifier(String pointer, String id, List<String> warnings) {
        MissingValueMarker.detect(id).ifPresent(marker -> {
            if (marker.isRefusedIn(Usage.ID)) {
                fields.addProblem(new Problem(pointer, marker.describe(Usage.ID)));
            } else if (marker.isWarnedOfIn(Usage.ID)) {
                warnings.add(pointer.substring(1) + " " + marker.describe(Usage.ID));
            }
        });
    }

    /** A program may forward what a person has written. It gets a warning, where the cell of a spreadsheet is refused. */
    private static void warnOfMissingValue(String field, Optional<String> value, Usage usage, List<String> warnings) {
        value.flatMap(MissingValueMarker::detect)
                .filter(marker -> marker.isRefusedIn(usage))
                .ifPresent(marker -> warnings.add(field + " " + marker.describe(usage)));
    }

    private Optional<Instant> time(String field) {
        Optional<String> given = fields.text(field);
        Optional<Instant> time = given.flatMap(Rfc3339::parse);
        if (given.isPresent() && time.isEmpty()) {
            fields.addProblem(new Problem(
                    "/" + field,
                    "must be a time with its offset, such as 2026-11-23T09:00:00+01:00, is "
                            + Quoting.quote(given.get())));
        }
        return time;
    }
}
