package dev.linqroutes.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.chaos.LedgerCalls.Done;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A group of the test: the commands that are given for it, and what Linq has to hold when all of them are done. */
final class ExpectedGroup {
    static final int FOLLOW_UPS = 4;

    /** With which its name and the ids of its commands begin. */
    static final String PREFIX = "group-";

    /** Number of local files that messages have. */
    static final int FLYERS = 6;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a sheet can say, too: the first kinds of follow-ups. */
    private static final int KINDS_IN_SHEETS = 6;

    private static final int KINDS = 15;

    private final int number;
    private final Random random;
    private final List<Message> messages = new ArrayList<>();
    private final List<Change> names = new ArrayList<>();
    private final Map<String, Change> joined = new TreeMap<>();
    private final Map<String, Change> removed = new TreeMap<>();
    private final List<Change> reactions = new ArrayList<>();
    private final Map<Change, String> pollsWithOptions = new TreeMap<>();
    private Optional<Change> edit = Optional.empty();
    private Optional<Change> contactCard = Optional.empty();
    private Optional<Change> leave = Optional.empty();
    private Optional<String> poll = Optional.empty();
    private Optional<Message> deletable = Optional.empty();
    private String chatId = "";

    /** A call of a command, which is executed or not. */
    private record Change(String commandId, int position, String value) implements Comparable<Change> {
        Done done(LedgerCalls calls) {
            return calls.done(commandId, position);
        }

        @Override
        public int compareTo(Change other) {
            return (commandId + position).compareTo(other.commandId + other.position);
        }
    }

    private static final class Message {
        private final Change sent;
        private Optional<Change> deleted = Optional.empty();

        Message(Change sent) {
            this.sent = sent;
        }
    }

    ExpectedGroup(int number, long seed) {
        this.number = number;
        this.random = new Random(seed * 1000 + number);
    }

    String ref() {
        return PREFIX + number;
    }

    String chatId() {
        return chatId;
    }

    /** Whether its follow-ups are rows of a sheet. */
    boolean isInSheet() {
        return number % 5 == 0;
    }

    String create() {
        ObjectNode command = command("create_group", 0).put("display_name", "Group " + number);
        for (int i = 0; i < 4; i++) {
            command.withArray("to").add(handle(i));
        }
        String link = "https://example.com/" + number;
        command.putObject("message").put("text", "Hello " + number + ": " + link);
        message(0, 1, "Hello " + number + ":");
        message(0, 2, link);
        names.add(new Change(id(0), 3, "Group " + number));
        return command.toString();
    }

    private String handle(int i) {
        return "+1202%03d%04d".formatted(200 + i, number);
    }

    /** What Linq made of the create; now the rest can be said. */
    List<ObjectNode> followUps(JsonNode created) {
        chatId = created.get("chat_id").asText();
        List<ObjectNode> commands = new ArrayList<>();
        for (int i = 1; i <= FOLLOW_UPS; i++) {
            commands.add(followUp(i));
        }
        return commands;
    }

    private ObjectNode followUp(int i) {
        switch (random.nextInt(isInSheet() ? KINDS_IN_SHEETS : KINDS)) {
            case 0:
                names.add(new Change(id(i), 1, "Group " + number + " renamed " + i));
                return command("update_group", i).put("display_name", "Group " + number + " renamed " + i);
            case 1:
                joined.put(handle(10 + i), new Change(id(i), 1, handle(10 + i)));
                return handles(command("add_participant", i), handle(10 + i));
            case 2:
                if (removed.isEmpty()) {
                    removed.put(handle(0), new Change(id(i), 1, handle(0)));
                    return handles(command("remove_participant", i), handle(0));
                }
                return send(i);
            case 3:
                poll = Optional.of("poll " + id(i));
                message(i, 1, "poll " + id(i));
                ObjectNode asked = command("send_poll", i);
                asked.putArray("options").add("poll " + id(i)).add("no");
                return asked;
            case 4:
                return sendFlyer(i);
            case 5:
                return send(i);
            case 6:
                message(i, 1, SandboxChats.MEMO + id(i));
                return command("send_voice_memo", i).put("url", "https://example.com/" + id(i) + ".m4a");
            case 7, 8:
                reactions.add(new Change(id(i), 1, ""));
                return about(
                        id(0),
                        command("react", i)
                                .put(
                                        "reaction",
                                        List.of("love", "like", "laugh", "question")
                                                .get(i - 1)));
            case 9:
                if (edit.isEmpty()) {
                    edit = Optional.of(new Change(id(i), 1, "Corrected " + number));
                    return about(id(0), command("edit_message", i).put("text", "Corrected " + number));
                }
                return send(i);
            case 10:
                ObjectNode background = command("set_background", i);
                background
                        .putObject("background")
                        .put("type", "dynamic")
                        .put("style", "sky")
                        .put("variant", "dawn");
                return background;
            case 11:
                if (contactCard.isEmpty()) {
                    contactCard = Optional.of(new Change(id(i), 1, ""));
                    return command("share_contact_card", i);
                }
                return send(i);
            case 12:
                if (i == FOLLOW_UPS) {
                    leave = Optional.of(new Change(id(i), 1, ""));
                    return command("leave_group", i);
                }
                return send(i);
            case 13:
                if (poll.isPresent()) {
                    Change more = new Change(id(i), 1, "option " + id(i));
                    pollsWithOptions.put(more, poll.get());
                    ObjectNode options = command("add_poll_options", i);
                    options.putArray("options").add(more.value);
                    return about(poll.get().substring("poll ".length()), options);
                }
                return send(i);
            default:
                if (deletable.isPresent()) {
                    Message unwanted = deletable.get();
                    deletable = Optional.empty();
                    unwanted.deleted = Optional.of(new Change(id(i), 1, ""));
                    return about(unwanted.sent.commandId, command("delete_message", i));
                }
                return send(i);
        }
    }

    /** In a sheet it answers no message. */
    private ObjectNode send(int i) {
        String link = "https://example.com/news/" + id(i);
        deletable = Optional.of(message(i, 1, "News " + id(i) + " at"));
        message(i, 2, link);
        ObjectNode command = command("send_message", i);
        ObjectNode message = command.putObject("message").put("text", "News " + id(i) + " at " + link);
        if (!isInSheet()) {
            message.putObject("reply_to").put("command_id", id(0)).put("message_number", 2);
        }
        return command;
    }

    private ObjectNode sendFlyer(int i) {
        message(i, 1, "Flyer " + id(i));
        ObjectNode command = command("send_message", i);
        ObjectNode message = command.putObject("message").put("text", "Flyer " + id(i));
        message.putArray("media").addObject().put("file", "flyer-" + random.nextInt(FLYERS) + ".pdf");
        return command;
    }

    private Message message(int i, int position, String text) {
        Message message = new Message(new Change(id(i), position, text));
        messages.add(message);
        return message;
    }

    private static ObjectNode about(String commandId, ObjectNode command) {
        command.putObject("message_of").put("command_id", commandId);
        return command;
    }

    private static ObjectNode handles(ObjectNode command, String handle) {
        command.putArray("handles").add(handle);
        return command;
    }

    private ObjectNode command(String type, int i) {
        return JSON.createObjectNode()
                .put("type", type)
                .put("command_id", id(i))
                .put("group_ref", ref());
    }

    private String id(int i) {
        return ref() + "-" + i;
    }

    /** In words: what is wrong with the chat that Linq holds; empty if nothing is. */
    List<String> differences(SandboxChats.Held held, LedgerCalls calls) {
        List<String> differences = new ArrayList<>();
        compareMessages(held, calls, differences);
        if (!names(calls).contains(held.name())) {
            differences.add("name: wanted one of " + names(calls) + ", Linq holds " + held.name());
        }
        compareMembers(held.members(), calls, differences);
        compare("line left", leave.stream().toList(), held.left() ? 1 : 0, calls, differences);
        compare("reactions", reactions, Collections.frequency(held.actions(), "reaction"), calls, differences);
        compare(
                "contact cards",
                contactCard.stream().toList(),
                Collections.frequency(held.actions(), "contact_card"),
                calls,
                differences);
        pollsWithOptions.forEach((option, first) -> {
            List<String> options = held.polls().get(first);
            if (options != null) {
                compare(
                        "options of " + first,
                        List.of(option),
                        Collections.frequency(options, option.value),
                        calls,
                        differences);
            }
        });
        return differences.stream().map(each -> ref() + " " + each).toList();
    }

    /** Each once, in order, and what Linq failed at most twice. */
    private void compareMessages(SandboxChats.Held held, LedgerCalls calls, List<String> differences) {
        List<String> rest = new ArrayList<>(held.messages());
        for (Message message : messages) {
            Done done = message.sent.done(calls);
            boolean resent = calls.isResent(message.sent.commandId, message.sent.position);
            Done deleted = message.deleted.map(each -> each.done(calls)).orElse(Done.NO);
            boolean there = !rest.isEmpty() && texts(message, calls).contains(rest.get(0));
            if (there) {
                rest.remove(0);
            }
            if (there && (done == Done.NO || deleted == Done.YES)) {
                differences.add("message \"" + message.sent.value + "\" is there, the ledger says that it is not");
            }
            if (!there && done == Done.YES && deleted == Done.NO) {
                differences.add("message \"" + message.sent.value + "\" is missing, or not in its place: Linq holds "
                        + held.messages());
            }
            // What was edited has failed before it.
            long failures = Stream.concat(Stream.of(message.sent.value), texts(message, calls).stream())
                    .distinct()
                    .mapToLong(text -> Collections.frequency(held.failed(), text))
                    .sum();
            if (failures > (resent ? 2 : 1)) {
                differences.add("message \"" + message.sent.value + "\" failed " + failures + " times");
            }
        }
        if (!rest.isEmpty()) {
            differences.add("messages " + rest + " are unexpected, there twice or not in their place: Linq holds "
                    + held.messages());
        }
    }

    /** The first message of a group may have been corrected. */
    private Set<String> texts(Message message, LedgerCalls calls) {
        boolean isFirst = message == messages.get(0);
        Set<String> texts = new TreeSet<>();
        if (!isFirst || edit.map(each -> each.done(calls)).orElse(Done.NO) != Done.YES) {
            texts.add(message.sent.value);
        }
        if (isFirst) {
            edit.filter(each -> each.done(calls) != Done.NO).ifPresent(each -> texts.add(each.value));
        }
        return texts;
    }

    /** The last one, or one of those behind it that may have been set; any where none is known to be set. */
    private Set<String> names(LedgerCalls calls) {
        Set<String> possible = new TreeSet<>();
        names.forEach(each -> {
            if (each.done(calls) == Done.YES) {
                possible.clear();
            }
            if (each.done(calls) != Done.NO) {
                possible.add(each.value);
            }
        });
        return possible;
    }

    private void compareMembers(Set<String> members, LedgerCalls calls, List<String> differences) {
        Set<String> wanted = new TreeSet<>();
        Set<String> possible = new TreeSet<>();
        Stream.iterate(0, i -> i + 1).limit(4).map(this::handle).forEach(handle -> {
            Done gone = Optional.ofNullable(removed.get(handle))
                    .map(each -> each.done(calls))
                    .orElse(Done.NO);
            if (gone == Done.NO) {
                wanted.add(handle);
            }
            if (gone != Done.YES) {
                possible.add(handle);
            }
        });
        joined.forEach((handle, join) -> {
            if (join.done(calls) == Done.YES) {
                wanted.add(handle);
            }
            if (join.done(calls) != Done.NO) {
                possible.add(handle);
            }
        });
        if (!members.containsAll(wanted) || !possible.containsAll(members)) {
            differences.add("members: wanted " + wanted + ", perhaps " + possible + ", Linq holds " + members);
        }
    }

    private static void compare(
            String what, List<Change> wanted, int found, LedgerCalls calls, List<String> differences) {
        long least =
                wanted.stream().filter(each -> each.done(calls) == Done.YES).count();
        long most = wanted.stream().filter(each -> each.done(calls) != Done.NO).count();
        if (found < least || found > most) {
            differences.add(what + ": wanted " + least + " to " + most + ", Linq holds " + found);
        }
    }
}
