package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.PendingChange;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names, icons and members of groups: answered with 202, applied later (reference 2.5 to 2.7). */
public final class GroupEndpoints {
    private final ChatAccess access;
    private final GroupChangeScheduler changes;
    private final MediaReader media;

    public GroupEndpoints(ChatAccess access, GroupChangeScheduler changes, MediaReader media) {
        this.access = access;
        this.changes = changes;
        this.media = media;
    }

    ApiResponse update(ApiRequest request) {
        Chat chat = access.toChange(request).chat();
        JsonFields body = request.body();
        Optional<String> name = body.optionalText("display_name");
        Optional<String> icon = body.optionalText("group_chat_icon");
        if (name.isEmpty() && icon.isEmpty()) {
            throw ApiError.missingField("display_name");
        }
        // Clearing a name is undocumented (reference 2.5), so an empty name counts as an error.
        if (name.filter(String::isBlank).isPresent()) {
            throw ApiError.invalidValue("'display_name' must not be blank");
        }
        icon.ifPresent(url -> media.requireImage(url, "group_chat_icon"));
        List<PendingChange> requested = new ArrayList<>();
        name.ifPresent(text -> requested.add(changes.newChange(chat, PendingChange.Kind.NAME, text, request)));
        icon.ifPresent(url -> requested.add(changes.newChange(chat, PendingChange.Kind.ICON, url, request)));
        changes.accept(requested);
        return ApiResponse.accepted(JsonTrees.object().put("chat_id", chat.id()).put("status", "pending"));
    }

    ApiResponse add(ApiRequest request) {
        return member(request, PendingChange.Kind.ADD, "Participant addition queued");
    }

    ApiResponse remove(ApiRequest request) {
        return member(request, PendingChange.Kind.REMOVE, "Participant removal queued");
    }

    private ApiResponse member(ApiRequest request, PendingChange.Kind kind, String message) {
        Chat chat = access.toChange(request).chat();
        String handle = SandboxHandles.normalize(request.body().text("handle"));
        changes.accept(List.of(changes.newChange(chat, kind, handle, request)));
        return Requirements.queued(message, request);
    }

    ApiResponse leave(ApiRequest request) {
        Chat chat = access.toChange(request).chat();
        changes.accept(List.of(
                changes.newChange(chat, PendingChange.Kind.LEAVE, chat.line().handle(), request)));
        return Requirements.queued("Leave group chat queued", request);
    }
}
