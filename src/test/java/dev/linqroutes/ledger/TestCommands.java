package dev.linqroutes.ledger;

import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Commands as a ledger gets them, said as sentences: {@code aCommand("c1").toGroup("order-1").withMessages(2)}. */
public final class TestCommands {
    private TestCommands() {}

    public static Sentence aCommand(String commandId) {
        return new Sentence(commandId);
    }

    /** The same command, of which something is to be different. */
    public static Sentence like(PlannedCommand command) {
        Sentence same = new Sentence(command.commandId());
        same.origin = command.origin();
        same.type = Optional.of(command.type());
        same.group = command.group();
        same.warnings = command.warnings();
        same.notBefore = command.notBefore();
        same.expiresAt = command.expiresAt();
        same.calls = command.calls();
        return same;
    }

    /** A new group on a line and with members of its own. */
    public static PlannedCommand create(String commandId, String groupRef, int calls) {
        return aCommand(commandId).creating(groupRef).withMessages(calls);
    }

    /** A new group that is to have this name, on a line of its own. */
    static PlannedCommand named(String commandId, String groupRef, String name, String members) {
        return aCommand(commandId)
                .forGroup(new GroupAddress.NewGroup(groupRef, "line of " + groupRef, members, Optional.of(name)))
                .withMessages(1);
    }

    public static PlannedCommand send(String commandId, String groupRef) {
        return aCommand(commandId).toGroup(groupRef).withMessages(1);
    }

    public static PlannedCommand sendToChat(String commandId, String chatId) {
        return aCommand(commandId).toChat(chatId).withMessages(1);
    }

    /** A command with one call of this kind, which has no key. */
    static PlannedCommand call(String commandId, String groupRef, CallKind kind) {
        return aCommand(commandId).toGroup(groupRef).with(kind, "/chats/{chat_id}", "{}");
    }

    /** The same command at another position. */
    static PlannedCommand at(String sourceId, PlannedCommand command) {
        return like(command).from(origin(command.commandId(), sourceId)).asItIs();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Origin origin(String commandId, String sourceId) {
        return new Origin(
                sourceId,
                "{}",
                "groups-of-" + commandId + ".csv row 2",
                Optional.of(new Origin.ReceivedRecord(
                        Optional.of(bytes("key of " + commandId)),
                        bytes("body of " + commandId),
                        Optional.empty(),
                        Optional.empty())),
                Optional.empty());
    }

    /** A command that is being described. */
    public static final class Sentence {
        private final String commandId;
        private Origin origin;
        private Optional<String> type = Optional.empty();
        private GroupAddress group = new GroupAddress.ByRef("group");
        private List<String> warnings = List.of();
        private List<PlannedCall> calls = List.of();
        private Optional<Instant> notBefore = Optional.empty();
        private Optional<Instant> expiresAt = Optional.empty();
        private List<MediaFile> media = List.of();

        private Sentence(String commandId) {
            this.commandId = commandId;
            origin = TestCommands.origin(commandId, "source of " + commandId);
        }

        /** A group on a line and with members of its own, without a name. */
        public Sentence creating(String groupRef) {
            return forGroup(
                    new GroupAddress.NewGroup(groupRef, "line of " + groupRef, "set of " + groupRef, Optional.empty()));
        }

        public Sentence toGroup(String groupRef) {
            return forGroup(new GroupAddress.ByRef(groupRef));
        }

        public Sentence toChat(String chatId) {
            return forGroup(new GroupAddress.ByChat(chatId));
        }

        public Sentence forGroup(GroupAddress address) {
            group = address;
            return this;
        }

        public Sentence ofType(String name) {
            type = Optional.of(name);
            return this;
        }

        public Sentence from(Origin place) {
            origin = place;
            return this;
        }

        public Sentence warning(String warning) {
            warnings = List.of(warning);
            return this;
        }

        public Sentence notBefore(Instant time) {
            notBefore = Optional.of(time);
            return this;
        }

        public Sentence expiresAt(Instant time) {
            expiresAt = Optional.of(time);
            return this;
        }

        /** The command with files, whatever its calls are. */
        public PlannedCommand having(MediaFile... files) {
            media = List.of(files);
            return asItIs();
        }

        /** A message with this file. */
        public PlannedCommand withFile(MediaFile file) {
            return withFile(
                    file,
                    new PlannedCall(
                            1,
                            CallKind.SEND_MESSAGE,
                            "POST",
                            "/chats/{chat_id}/messages",
                            "{\"message\":{\"parts\":[{\"type\":\"media\",\"attachment_id\":\"" + file.placeholder()
                                    + "\"}]}}",
                            Optional.of(commandId + "-1")));
        }

        public PlannedCommand withFile(MediaFile file, PlannedCall call) {
            media = List.of(file);
            return with(call);
        }

        public PlannedCommand with(PlannedCall... planned) {
            calls = List.of(planned);
            return asItIs();
        }

        /** With one call, which has no key. */
        public PlannedCommand with(CallKind kind, String path, String body) {
            return with(new PlannedCall(1, kind, "POST", path, body, Optional.empty()));
        }

        /** With calls of these kinds, each of which has a key. */
        public PlannedCommand with(CallKind... kinds) {
            return with(IntStream.rangeClosed(1, kinds.length)
                    .mapToObj(position -> new PlannedCall(
                            position,
                            kinds[position - 1],
                            "POST",
                            kinds[position - 1] == CallKind.CREATE_CHAT ? "/chats" : "/chats/{chat_id}/messages",
                            "{\"message\":{\"idempotency_key\":\"" + commandId + "-" + position + "\"}}",
                            Optional.of(commandId + "-" + position)))
                    .toArray(PlannedCall[]::new));
        }

        /** With so many messages, of which the first creates the group if that is what the command is for. */
        public PlannedCommand withMessages(int count) {
            return with(IntStream.range(0, count)
                    .mapToObj(i -> i == 0 && group instanceof GroupAddress.NewGroup
                            ? CallKind.CREATE_CHAT
                            : CallKind.SEND_MESSAGE)
                    .toArray(CallKind[]::new));
        }

        /** With the calls that it has. */
        public PlannedCommand asItIs() {
            String named = type.orElse(group instanceof GroupAddress.NewGroup ? "create_group" : "send_message");
            return new PlannedCommand(
                    origin, commandId, named, group, warnings, calls, notBefore, expiresAt, media, Optional.empty());
        }
    }
}
