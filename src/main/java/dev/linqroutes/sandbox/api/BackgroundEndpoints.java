package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.PendingChange;
import dev.linqroutes.sandbox.content.BackgroundReader;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import java.util.List;

/** Backgrounds of chats: answered with 202, applied later (reference 2.12 and 0.14). */
public final class BackgroundEndpoints {
    private final ChatAccess access;
    private final GroupChangeScheduler changes;
    private final MediaReader media;

    public BackgroundEndpoints(ChatAccess access, GroupChangeScheduler changes, MediaReader media) {
        this.access = access;
        this.changes = changes;
        this.media = media;
    }

    ApiResponse set(ApiRequest request) {
        Chat chat = access.toChange(request).chat();
        return change(chat, BackgroundReader.read(request.body(), media).toString(), request);
    }

    ApiResponse remove(ApiRequest request) {
        return change(access.toChange(request).chat(), PendingChange.NO_BACKGROUND, request);
    }

    private ApiResponse change(Chat chat, String background, ApiRequest request) {
        changes.accept(List.of(changes.newChange(chat, PendingChange.Kind.BACKGROUND, background, request)));
        return Requirements.queued("Background change queued", request);
    }
}
