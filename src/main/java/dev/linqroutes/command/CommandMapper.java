package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ChatCommand.AddParticipants;
import dev.linqroutes.command.ChatCommand.CreateGroup;
import dev.linqroutes.command.ChatCommand.EditMessage;
import dev.linqroutes.command.ChatCommand.LeaveGroup;
import dev.linqroutes.command.ChatCommand.React;
import dev.linqroutes.command.ChatCommand.RemoveParticipants;
import dev.linqroutes.command.ChatCommand.SendMessage;
import dev.linqroutes.command.ChatCommand.SendPoll;
import dev.linqroutes.command.ChatCommand.SendVoiceMemo;
import dev.linqroutes.command.ChatCommand.SetBackground;
import dev.linqroutes.command.ChatCommand.ShareContactCard;
import dev.linqroutes.command.ChatCommand.UpdateGroup;
import dev.linqroutes.command.ChatMessage.Mention;
import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.command.text.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Makes a command out of JSON that keeps to the schema, and finds what the schema cannot say. */
final class CommandMapper {
    private final JsonNode json;
    private final List<Problem> problems = new ArrayList<>();

    private CommandMapper(JsonNode json) {
        this.json = json;
    }

    /** @throws CommandRefused when fields contradict each other, or when one is missing beside another */
    static ChatCommand map(ReceivedCommand received, String type, JsonNode json) {
        CommandMapper maker = new CommandMapper(json);
        ChatCommand command = maker.command(maker.envelope(received, type), type);
        if (!maker.problems.isEmpty()) {
            throw new CommandRefused(command, maker.problems);
        }
        return command;
    }

    private CommandEnvelope envelope(ReceivedCommand received, String type) {
        String commandId = text("command_id").orElse(received.source().id());
        List<String> warnings = new ArrayList<>(received.warnings());
        text("command_id").ifPresent(id -> checkIdentifier("/command_id", id, warnings));
        Optional<String> writtenRef = text("group_ref");
        writtenRef.ifPresent(ref -> checkGroupRef(ref, warnings));
        if (type.equals("create_group")) {
            writtenRef = writtenRef.or(() -> Optional.of(commandId));
        } else {
            requireOneOf("group_ref", "chat_id", "name the group by either group_ref or chat_id");
        }
        if (received.columns().isEmpty()) {
            warnOfMissingValue("display_name", text("display_name"), MissingValueMarker.Usage.NAME, warnings);
            warnOfMissingValue("message", text(json.path("message"), "text"), MissingValueMarker.Usage.TEXT, warnings);
        }
        Optional<Instant> notBefore = time("not_before");
        Optional<Instant> expiresAt = time("expires_at");
        if (notBefore.isPresent() && expiresAt.isPresent() && !expiresAt.get().isAfter(notBefore.get())) {
            problems.add(new Problem("/expires_at", "must be later than not_before"));
        }
        return new CommandEnvelope(
                received,
                commandId,
                type,
                writtenRef.map(GroupRefNormalizer::normalize),
                writtenRef,
                chatId(json),
                warnings,
                notBefore,
                expiresAt);
    }

    private void checkGroupRef(String written, List<String> warnings) {
        String ref = GroupRefNormalizer.normalize(written);
        checkIdentifier("/group_ref", ref, warnings);
        if (!ref.equals(written)) {
            warnings.add(
                    "group_ref is used as " + Quoting.quote(ref)
                            + ", in the one spelling for letters with accents, spaces that do not break and invisible characters");
        }
    }

    /** Programs write such words where an id was empty, and the commands of strangers would be one. */
    private void checkIdentifier(String pointer, String id, List<String> warnings) {
        MissingValueMarker.detect(id).ifPresent(none -> {
            if (none.isRefusedIn(MissingValueMarker.Usage.ID)) {
                problems.add(new Problem(pointer, none.describe(MissingValueMarker.Usage.ID)));
            } else if (none.isWarnedOfIn(MissingValueMarker.Usage.ID)) {
                warnings.add(pointer.substring(1) + " " + none.describe(MissingValueMarker.Usage.ID));
            }
        });
    }

    /** A program may pass on what a person has written, so it is told and not refused as in the cell of a sheet. */
    private static void warnOfMissingValue(
            String field, Optional<String> value, MissingValueMarker.Usage place, List<String> warnings) {
        value.flatMap(MissingValueMarker::detect)
                .filter(none -> none.isRefusedIn(place))
                .ifPresent(none -> warnings.add(field + " " + none.describe(place)));
    }

    private ChatCommand command(CommandEnvelope envelope, String type) {
        return switch (type) {
            case "create_group" ->
                new CreateGroup(
                        envelope,
                        text("from"),
                        texts(json.get("to")),
                        text("display_name"),
                        address("group_chat_icon"),
                        message(json.get("message")));
            case "send_message" -> new SendMessage(envelope, message(json.get("message")));
            case "update_group" -> update(envelope);
            case "add_participant" -> new AddParticipants(envelope, texts(json.get("handles")));
            case "remove_participant" -> new RemoveParticipants(envelope, texts(json.get("handles")));
            case "leave_group" -> new LeaveGroup(envelope);
            case "share_contact_card" -> new ShareContactCard(envelope);
            case "send_voice_memo" -> voiceMemo(envelope);
            case "send_poll" -> new SendPoll(envelope, texts(json.get("options")));
            case "react" -> reaction(envelope);
            case "edit_message" ->
                new EditMessage(
                        envelope,
                        text("message_id").orElseThrow(),
                        partIndex(),
                        text("text").orElseThrow());
            case "set_background" -> background(envelope);
            default -> throw new IllegalStateException("the schema has a type that nobody makes: " + type);
        };
    }

    private UpdateGroup update(CommandEnvelope envelope) {
        if (!json.has("display_name") && !json.has("group_chat_icon")) {
            problems.add(Problem.of("changes nothing: give display_name, group_chat_icon or both"));
        }
        return new UpdateGroup(envelope, text("display_name"), address("group_chat_icon"));
    }

    private SendVoiceMemo voiceMemo(CommandEnvelope envelope) {
        requireOneOf("url", "attachment_id", "give the recording by either url or attachment_id");
        return new SendVoiceMemo(envelope, address("url"), text("attachment_id"));
    }

    private React reaction(CommandEnvelope envelope) {
        String reaction = text("reaction").orElseThrow();
        Optional<String> emoji = text("custom_emoji");
        if (reaction.equals("custom") && emoji.isEmpty()) {
            problems.add(new Problem("/custom_emoji", "is missing: the reaction custom needs one"));
        } else if (!reaction.equals("custom") && emoji.isPresent()) {
            problems.add(new Problem("/custom_emoji", "goes only with the reaction custom"));
        }
        return new React(
                envelope,
                text("message_id").orElseThrow(),
                partIndex(),
                text("operation").orElse("add"),
                reaction,
                emoji);
    }

    private SetBackground background(CommandEnvelope envelope) {
        requireOneOf("background", "remove", "give either background or remove");
        return new SetBackground(envelope, Optional.ofNullable(json.get("background")));
    }

    private static ChatMessage message(JsonNode json) {
        return new ChatMessage(
                text(json, "text"),
                nodes(json.path("text_decorations")),
                Optional.ofNullable(json.get("mention"))
                        .map(mention -> new Mention(
                                mention.get("handle").textValue(),
                                mention.get("text").textValue())),
                texts(json.path("links")),
                nodes(json.path("media")),
                nodes(json.path("parts")),
                Optional.ofNullable(json.get("effect")),
                Optional.ofNullable(json.get("reply_to")),
                text(json, "preferred_service"));
    }

    private void requireOneOf(String one, String other, String message) {
        if (json.has(one) == json.has(other)) {
            problems.add(Problem.of(message));
        }
    }

    private Optional<Instant> time(String field) {
        Optional<String> given = text(field);
        Optional<Instant> time = given.flatMap(Rfc3339::parse);
        if (given.isPresent() && time.isEmpty()) {
            problems.add(new Problem(
                    "/" + field,
                    "must be a time with its offset, such as 2026-11-23T09:00:00+01:00, is "
                            + Quoting.quote(given.get())));
        }
        return time;
    }

    /** As Linq writes it: the ledger finds the group by it. */
    static Optional<String> chatId(JsonNode json) {
        return text(json, "chat_id").map(id -> id.toLowerCase(Locale.ROOT));
    }

    private int partIndex() {
        return json.path("part_index").asInt(0);
    }

    private Optional<String> text(String field) {
        return text(json, field);
    }

    /** Without what came along when it was copied, which would make it another address. */
    private Optional<String> address(String field) {
        return text(field).map(InvisibleCharacters::strip);
    }

    static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static List<String> texts(JsonNode array) {
        return nodes(array).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> nodes(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
