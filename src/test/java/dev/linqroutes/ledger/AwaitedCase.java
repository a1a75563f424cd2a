package dev.linqroutes.ledger;

import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.model.CallKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A call, Linq's response, and the event that confirms it. */
record AwaitedCase(
        String name,
        CallKind kind,
        String path,
        String body,
        Optional<String> key,
        Accepted answer,
        Consumer<TestEvent> reports) {
    private static final AwaitedCase BY_KEY =
            message("key", CallKind.SEND_MESSAGE, Optional.of("the-key"), event -> event.withKey("the-key")
                    .saying(Kind.SENT));
    private static final AwaitedCase BY_ID =
            message("id", CallKind.SEND_VOICE_MEMO, Optional.empty(), event -> event.aboutMessage("m of id")
                    .saying(Kind.SENT));
    private static final AwaitedCase BY_TRACE =
            message("trace", CallKind.SEND_POLL, Optional.empty(), event -> event.withTrace("t of trace")
                    .saying(Kind.SENT));
    private static final AwaitedCase NAME = change(
            "name", CallKind.UPDATE_CHAT, "{\"display_name\":\"Crew\"}", event -> event.saying(Kind.NAMED, "Crew"));
    private static final AwaitedCase ICON = change(
            "icon",
            CallKind.UPDATE_CHAT,
            "{\"group_chat_icon\":\"https://a.example\"}",
            event -> event.saying(Kind.ICON_SET, "https://b.example"));
    private static final AwaitedCase ADD = change(
            "add",
            CallKind.ADD_PARTICIPANT,
            "{\"handle\":\"Ann@example.org\"}",
            event -> event.saying(Kind.JOINED, "ann@example.org"));
    private static final AwaitedCase REMOVE = change(
            "remove",
            CallKind.REMOVE_PARTICIPANT,
            "{\"handle\":\"+12025550111\"}",
            event -> event.saying(Kind.GONE, "+12025550111"));
    private static final AwaitedCase LEAVE = change("leave", CallKind.LEAVE_CHAT, "", event -> event.saying(Kind.LEFT));
    private static final AwaitedCase BACKGROUND = change(
            "background",
            CallKind.SET_BACKGROUND,
            "{\"type\":\"color\"}",
            event -> event.saying(Kind.BACKGROUND_SET, "set"));
    private static final AwaitedCase NO_BACKGROUND =
            change("no background", CallKind.SET_BACKGROUND, "", event -> event.saying(Kind.BACKGROUND_SET));
    private static final AwaitedCase REACT = new AwaitedCase(
            "react",
            CallKind.REACT,
            "/messages/m-1/reactions",
            "{\"operation\":\"add\",\"type\":\"custom\",\"custom_emoji\":\"🚧\"}",
            Optional.empty(),
            answer(Optional.empty()),
            event -> event.aboutMessage("m-1").saying(Kind.REACTED, "🚧"));
    private static final AwaitedCase STICKER = new AwaitedCase(
            "sticker",
            CallKind.PLACE_STICKER,
            "/messages/m-3/reactions",
            "{\"operation\":\"add\",\"type\":\"sticker\",\"attachment_id\":\"a-1\"}",
            Optional.empty(),
            answer(Optional.empty()),
            event -> event.aboutMessage("m-3").saying(Kind.STICKER_PLACED, "sticker"));
    private static final AwaitedCase EDIT = new AwaitedCase(
            "edit",
            CallKind.EDIT_MESSAGE,
            "/messages/m-2",
            "{\"text\":\"At nine\"}",
            Optional.empty(),
            answer(Optional.of("m-2")),
            event -> event.aboutMessage("m-2").saying(Kind.EDITED, "At nine"));

    private static final AwaitedCase MORE_OPTIONS = new AwaitedCase(
            "more options",
            CallKind.ADD_POLL_OPTIONS,
            "/messages/m-3/poll/options",
            "{\"options\":[{\"text\":\"Friday\"}]}",
            Optional.empty(),
            answer(Optional.of("m-3")),
            event -> event.aboutMessage("m-3").saying(Kind.OPTIONS_ADDED, "[\"Friday\",\"Sunday\"]"));

    /** The order of steps. A: the response is recorded. E: the event is stored. M: signals are matched. */
    static final List<String> ORDERS = List.of("AEM", "EAM", "EMAM", "AMEM", "EEMAMM");

    static final List<AwaitedCase> DONE = List.of(
            BY_KEY,
            BY_ID,
            BY_TRACE,
            NAME,
            ICON,
            ADD,
            REMOVE,
            LEAVE,
            BACKGROUND,
            NO_BACKGROUND,
            REACT,
            STICKER,
            EDIT,
            MORE_OPTIONS);

    /** The event that Linq could not execute it. */
    static final List<AwaitedCase> REFUSED = List.of(
            BY_ID.refusedAs(Kind.NOT_SENT),
            BY_TRACE.refusedAs(Kind.NOT_SENT),
            NAME.refusedAs(Kind.NOT_NAMED),
            ICON.refusedAs(Kind.ICON_NOT_SET),
            BACKGROUND.refusedAs(Kind.BACKGROUND_NOT_SET));

    static Accepted answer(Optional<String> messageId) {
        return new Accepted(202, Optional.empty(), messageId, Optional.empty());
    }

    private static AwaitedCase change(String name, CallKind kind, String body, Consumer<TestEvent> reports) {
        return new AwaitedCase(
                name, kind, "/chats/{chat_id}/x", body, Optional.empty(), answer(Optional.empty()), reports);
    }

    private static AwaitedCase message(String name, CallKind kind, Optional<String> key, Consumer<TestEvent> reports) {
        return new AwaitedCase(
                name,
                kind,
                "/chats/{chat_id}/messages",
                "{}",
                key,
                new Accepted(202, Optional.empty(), Optional.of("m of " + name), Optional.of("t of " + name)),
                reports);
    }

    private AwaitedCase refusedAs(Kind refusal) {
        return new AwaitedCase(name + " " + refusal, kind, path, body, key, answer, event -> {
            reports.accept(event);
            event.failing(refusal, 3007);
        });
    }
}
