package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ChatMessage.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The fields of a command whose JSON satisfies the schema, and the problems that the schema cannot express. */
final class CommandFields {
    private final JsonNode json;
    private final List<Problem> problems = new ArrayList<>();

    CommandFields(JsonNode json) {
        this.json = json;
    }

    boolean has(String field) {
        return json.has(field);
    }

    Optional<String> text(String field) {
        return text(json, field);
    }

    /** A field that the schema requires. */
    String requiredText(String field) {
        return text(field).orElseThrow();
    }

    List<String> texts(String field) {
        return texts(json.path(field));
    }

    Optional<JsonNode> node(String field) {
        return Optional.ofNullable(json.get(field));
    }

    /** Where the file of the command is: {@code url}, {@code attachment_id} or {@code file}. */
    FileSource fileSource() {
        return FileSource.read(json);
    }

    /** The icon of the group. */
    Optional<FileSource> icon() {
        return node("group_chat_icon").map(FileSource::readUrlOrFile);
    }

    /** Linq's id of the chat in lower case, as Linq writes it: the ledger finds the group by it. */
    Optional<String> chatId() {
        return chatId(json);
    }

    /** The message that the command is about. */
    MessageAddress messageAddress() {
        return MessageAddress.ofCommandAbout(json);
    }

    List<Problem> findReferenceProblems(CommandEnvelope envelope) {
        return MessageAddress.findProblems(json, envelope);
    }

    /** Counted from 0. */
    int partIndex() {
        return json.path("part_index").asInt(0);
    }

    ChatMessage message() {
        JsonNode message = json.path("message");
        if (message.has("template") && message.has("text")) {
            addProblem(new Problem("/message/template", "replaces text; give either template or text"));
        }
        if (message.has("template") && message.has("text_decorations")) {
            addProblem(new Problem(
                    "/message/text_decorations",
                    "count characters of the text, which a template does not have before it is filled; give a text, or no"
                            + " decorations"));
        }
        return new ChatMessage(
                text(message, "text"),
                text(message, "template"),
                nodes(message.path("text_decorations")),
                Optional.ofNullable(message.get("mention"))
                        .map(mention -> new Mention(
                                mention.get("handle").textValue(),
                                mention.get("text").textValue())),
                texts(message.path("links")),
                nodes(message.path("media")),
                nodes(message.path("parts")),
                Optional.ofNullable(message.get("effect")),
                Optional.ofNullable(message.get("reply_to")),
                text(message, "preferred_service"));
    }

    /** Text or template of the message; empty if the command has no message or the message neither. */
    Optional<String> messageText() {
        JsonNode message = json.path("message");
        return text(message, "text").or(() -> text(message, "template"));
    }

    void addProblem(Problem problem) {
        problems.add(problem);
    }

    /** Adds the problem unless exactly one of the fields is there. */
    void requireOneOf(String problem, String... alternatives) {
        List<String> given = Stream.of(alternatives).filter(json::has).toList();
        if (given.size() != 1) {
            problems.add(Problem.of(problem
                    + (given.isEmpty() ? "; none is given" : "; " + String.join(" and ", given) + " are given")));
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    static Optional<String> chatId(JsonNode json) {
        return text(json, "chat_id").map(id -> id.toLowerCase(Locale.ROOT));
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
