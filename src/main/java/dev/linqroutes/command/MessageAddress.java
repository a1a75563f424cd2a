package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a command names a message: by Linq's id, or by a command that has sent it, or an event about it. One of the three.
 *
 * @param messageNumber of the message in the command, from 1
 */
public record MessageAddress(
        Optional<String> messageId, Optional<String> commandId, int messageNumber, Optional<String> eventId) {
    private static final String MESSAGE_ID = "message_id";
    private static final String MESSAGE_OF = "message_of";
    private static final String COMMAND_ID = "command_id";
    private static final String MESSAGE_NUMBER = "message_number";
    private static final String EVENT_ID = "event_id";

    /** Fields in a {@code reply_to} that are not Linq's. */
    public static final List<String> OWN_FIELDS = List.of(COMMAND_ID, MESSAGE_NUMBER, EVENT_ID);

    /** By Linq's id. */
    public static MessageAddress ofId(String messageId) {
        return new MessageAddress(Optional.of(messageId), Optional.empty(), 1, Optional.empty());
    }

    /** From the object that names a message, such as {@code reply_to}. */
    public static MessageAddress read(JsonNode json) {
        return new MessageAddress(
                CommandFields.text(json, MESSAGE_ID),
                CommandFields.text(json, COMMAND_ID),
                json.path(MESSAGE_NUMBER).asInt(1),
                CommandFields.text(json, EVENT_ID));
    }

    /** From a command about a message. Its id is made as Linq writes it: by it events and the text in the ledger are found. */
    static MessageAddress ofCommandAbout(JsonNode command) {
        return command.has(MESSAGE_OF)
                ? read(command.get(MESSAGE_OF))
                : ofId(command.path(MESSAGE_ID).asText().toLowerCase(Locale.ROOT));
    }

    /** What the schema cannot express. */
    static List<Problem> findProblems(JsonNode command, CommandEnvelope envelope) {
        List<Problem> problems = new ArrayList<>();
        if (List.of("react", "edit_message", "delete_message", "add_poll_options")
                .contains(envelope.type())) {
            if (!command.has(MESSAGE_ID) && !command.has(MESSAGE_OF)) {
                problems.add(new Problem("/" + MESSAGE_ID, "is missing: give it, or message_of"));
            } else if (command.has(MESSAGE_ID) && command.has(MESSAGE_OF)) {
                problems.add(new Problem("/" + MESSAGE_OF, "give either message_id or message_of"));
            }
        }
        Optional.ofNullable(command.get(MESSAGE_OF))
                .ifPresent(of ->
                        problems.addAll(findProblems("/" + MESSAGE_OF, of, List.of(COMMAND_ID, EVENT_ID), envelope)));
        Optional.ofNullable(command.path("message").get("reply_to"))
                .ifPresent(replyTo -> problems.addAll(findProblems(
                        "/message/reply_to", replyTo, List.of(MESSAGE_ID, COMMAND_ID, EVENT_ID), envelope)));
        return problems;
    }

    private static List<Problem> findProblems(
            String pointer, JsonNode json, List<String> names, CommandEnvelope envelope) {
        List<Problem> problems = new ArrayList<>();
        if (names.stream().filter(json::has).count() != 1) {
            problems.add(new Problem(pointer, "give exactly one of " + String.join(", ", names)));
        }
        if (json.has(MESSAGE_NUMBER) && !json.has(COMMAND_ID)) {
            problems.add(new Problem(pointer + "/" + MESSAGE_NUMBER, "is only allowed with command_id"));
        }
        if (CommandFields.text(json, COMMAND_ID).equals(Optional.of(envelope.commandId()))) {
            problems.add(new Problem(pointer + "/" + COMMAND_ID, "is this command itself; name another one"));
        } else if (envelope.type().equals("create_group")) {
            Stream.of(COMMAND_ID, EVENT_ID)
                    .filter(json::has)
                    .map(name -> new Problem(
                            pointer + "/" + name, "is of another group: the new one has no message to reply to"))
                    .forEach(problems::add);
        }
        return problems;
    }
}
