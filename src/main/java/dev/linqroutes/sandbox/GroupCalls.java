package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names, icons and members of groups: answered 202, done later (reference 2.5 to 2.7). */
final class GroupCalls {
    private static final Pattern ICON = Pattern.compile("(?i)https://[^\\s/?#]\\S*");
    private final World world;
    private final GroupChanges changes;

    GroupCalls(World world, GroupChanges changes) {
        this.world = world;
        this.changes = changes;
    }

    Answer update(Request request) {
        Chat chat = world.chats().require(request.id()).chat();
        Fields body = request.body();
        Optional<String> name = body.optionalText("display_name");
        Optional<String> icon = body.optionalText("group_chat_icon");
        if (name.isEmpty() && icon.isEmpty()) {
            throw Refusal.missing("display_name");
        }
        // How a name is cleared is not documented (reference 2.5), so an empty one is taken for a mistake.
        if (name.filter(String::isBlank).isPresent()) {
            throw Refusal.value("'display_name' must not be blank");
        }
        if (icon.filter(url -> !isHttps(url)).isPresent()) {
            throw new Refusal(400, 5007, "'group_chat_icon' must be the https address of an image");
        }
        List<PendingChange> wanted = new ArrayList<>();
        name.ifPresent(text -> wanted.add(changes.pending(chat, PendingChange.Kind.NAME, text, request)));
        icon.ifPresent(url -> wanted.add(changes.pending(chat, PendingChange.Kind.ICON, url, request)));
        changes.accept(wanted);
        return Answer.accepted(Json.object().put("chat_id", chat.id()).put("status", "pending"));
    }

    Answer add(Request request) {
        return member(request, PendingChange.Kind.ADD, "Participant addition queued");
    }

    Answer remove(Request request) {
        return member(request, PendingChange.Kind.REMOVE, "Participant removal queued");
    }

    private Answer member(Request request, PendingChange.Kind kind, String message) {
        Chat chat = world.chats().require(request.id()).chat();
        String handle = Handles.normal(request.body().text("handle"));
        changes.accept(List.of(changes.pending(chat, kind, handle, request)));
        return queued(message, request);
    }

    Answer leave(Request request) {
        Chat chat = world.chats().require(request.id()).chat();
        changes.accept(List.of(
                changes.pending(chat, PendingChange.Kind.LEAVE, chat.line().handle(), request)));
        return queued("Leave group chat queued", request);
    }

    private static Answer queued(String message, Request request) {
        ObjectNode answer = Json.object().put("status", "accepted").put("message", message);
        return Answer.accepted(answer.put("trace_id", request.traceId()));
    }

    private static boolean isHttps(String url) {
        try {
            return ICON.matcher(url).matches() && URI.create(url).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
