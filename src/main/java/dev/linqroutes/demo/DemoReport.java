package dev.linqroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Compares the samples with the sandbox and the records on the topics, and prints the result. */
final class DemoReport {
    /** The event that each command type must cause, besides those of names and messages. */
    private static final Map<String, String> EVENTS = Map.of(
            "create_group", "chat.created",
            "add_participant", "participant.added",
            "set_background", "chat.background_updated");

    private final TopicWatcher topics;
    private final SandboxClient linq;

    DemoReport(TopicWatcher topics, SandboxClient linq) {
        this.topics = topics;
        this.linq = linq;
    }

    /** The missing results, one line each; empty when complete. */
    List<String> findMissing(Collection<String> positions) throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (String position : positions) {
            DemoOutcome outcome = topics.outcomes().get(position);
            if (outcome == null) {
                missing.add("no outcome for " + position);
            } else if (outcome.isConfirmed()) {
                missing.addAll(findMissing(outcome));
            }
        }
        for (String sheet : List.of(SampleData.GROUPS, SampleData.NEXT_DAY)) {
            // A data folder of an earlier version has only the first.
            if (positions.contains(sheet + " row 2") && !isDone(sheet)) {
                missing.add("no results of " + sheet);
            }
        }
        return missing;
    }

    boolean isDone(String sheet) {
        return topics.batches().containsKey(sheet);
    }

    /** Accepted messages must be in the sandbox, and their events on the topic. */
    private List<String> findMissing(DemoOutcome outcome) throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        String chatId = outcome.chatId();
        String event = EVENTS.get(outcome.type());
        if (event != null && !topics.hasEvent(event, chatId)) {
            missing.add("no " + event + " event for " + outcome.position());
        }
        if (outcome.hasRename() && !topics.hasEvent("chat.group_name_updated", chatId)) {
            missing.add("no chat.group_name_updated event for " + outcome.position());
        }
        List<String> messageIds = linq.readMessages(chatId).stream()
                .map(message -> message.path("id").asText())
                .toList();
        for (String message : outcome.messageIds()) {
            if (!messageIds.contains(message)) {
                missing.add("message " + message + " of " + outcome.position() + " is not in the sandbox");
            }
            String sent = outcome.type().equals("send_poll") ? "poll.sent" : "message.sent";
            if (!topics.hasEvent(sent, message)) {
                missing.add("no " + sent + " event for message " + message + " of " + outcome.position());
            }
        }
        return missing;
    }

    String describeProgress(Collection<String> positions) {
        long completed =
                positions.stream().filter(topics.outcomes()::containsKey).count();
        int events = topics.eventTypes().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return "  " + completed + " of " + positions.size() + " samples have their outcome, " + events
                + " events so far";
    }

    void print(PrintWriter out) throws IOException, InterruptedException {
        List<DemoOutcome> created = topics.outcomes().values().stream()
                .filter(DemoOutcome::isConfirmedCreate)
                .toList();
        out.println();
        out.println("Groups created: " + created.size());
        for (DemoOutcome outcome : created) {
            print(out, outcome);
        }
        List<DemoOutcome> others = topics.outcomes().values().stream()
                .filter(outcome -> !outcome.isConfirmed())
                .toList();
        out.println();
        out.println("Refused or failed: " + others.size());
        for (DemoOutcome outcome : others) {
            out.println("  " + outcome.position() + " " + outcome.status());
            outcome.reasons().forEach(reason -> out.println("      " + reason));
        }
        Map<String, Integer> types = topics.eventTypes();
        out.println();
        out.println("Events on linq.events: "
                + types.values().stream().mapToInt(Integer::intValue).sum());
        types.forEach((type, count) -> out.printf("  %4d  %s%n", count, type));
    }

    private void print(PrintWriter out, DemoOutcome outcome) throws IOException, InterruptedException {
        JsonNode chat = linq.read("/chats/" + outcome.chatId());
        out.println();
        out.println("  " + chat.path("display_name").asText() + "   ("
                + outcome.json().path("group_ref").asText() + ", from " + outcome.position() + ")");
        List<String> members = new ArrayList<>();
        for (JsonNode handle : chat.path("handles")) {
            members.add(handle.path("handle").asText() + (handle.path("is_me").asBoolean() ? " (line)" : ""));
        }
        out.println("      members  " + String.join(", ", members));
        if (!chat.path("group_chat_icon").asText("").isEmpty()
                && !chat.path("group_chat_icon").isNull()) {
            out.println("      icon     " + chat.path("group_chat_icon").asText());
        }
        int number = 1;
        for (JsonNode message : linq.readMessages(outcome.chatId())) {
            for (JsonNode part : message.path("parts")) {
                out.println("      " + number + "  " + describe(part));
            }
            // Only polls have no parts.
            if (message.path("parts").isEmpty()) {
                out.println("      " + number + "  "
                        + describePoll(message.path("id").asText()));
            }
            number++;
        }
    }

    private String describePoll(String messageId) throws IOException, InterruptedException {
        JsonNode options = linq.read("/messages/" + messageId + "/poll").at("/poll/options");
        return "poll  " + String.join(" or ", options.findValuesAsText("text"));
    }

    private static String describe(JsonNode part) {
        String type = part.path("type").asText();
        return switch (type) {
            case "link" -> "link preview  " + part.path("value").asText();
            case "media" -> "media  " + part.path("url").asText();
            default -> part.path("value").asText(type);
        };
    }
}
