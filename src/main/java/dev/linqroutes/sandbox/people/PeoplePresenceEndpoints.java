package dev.linqroutes.sandbox.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.account.SharedLocation;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;

/**
 * People type, share their contact card and where they are: {@code POST /sandbox/people/{handle}/…}. Of a blocked person nothing is
 * heard, and in a chat on another service than iMessage nothing happens.
 */
public final class PeoplePresenceEndpoints {
    private final Account account;
    private final ActingPeople people;
    private final ChatEvents events;
    private final boolean typingInGroups;

    public PeoplePresenceEndpoints(Account account, ActingPeople people, ChatEvents events, SandboxOptions options) {
        this.account = account;
        this.people = people;
        this.events = events;
        this.typingInGroups = options.assumes(Assumption.GROUP_HAS_TYPING);
    }

    /** {@code {"chat_id", "stopped": true}}; without {@code stopped}, the person starts. */
    public ApiResponse type(ApiRequest request) {
        String handle = people.person(request).handle();
        JsonFields body = request.body();
        boolean stopped = body.optionalFlag("stopped").orElse(false);
        Chat chat = people.inChat(request).chat();
        if (isHeard(chat, handle) && (typingInGroups || !chat.isGroup())) {
            events.typing(chat, handle, !stopped, request.at());
        }
        return ApiResponse.noContent();
    }

    /** {@code {"line", "first_name", "last_name", "media_url"}}: belongs to a line, not to a chat (reference 0.6). */
    public ApiResponse shareCard(ApiRequest request) {
        String handle = people.person(request).handle();
        JsonFields body = request.body();
        String line = body.optionalText("line")
                .orElseGet(() -> account.lines().iterator().next().number());
        if (account.line(line).isEmpty()) {
            throw new ApiError(403, 2006, "'line' is not one of your lines");
        }
        ObjectNode card = JsonTrees.object()
                .put("first_name", body.text("first_name"))
                .put("last_name", body.optionalText("last_name").orElse(""))
                .put("owner_handle", line)
                .put("sender_handle", handle);
        card.set("media_url", JsonTrees.textOrNull(body.optionalText("media_url")));
        if (!account.person(handle).blocked()) {
            events.cardReceived(line, card, request.at());
        }
        return ApiResponse.noContent();
    }

    /** {@code {"chat_id", "latitude", "longitude"}} shares a place or a newer one, {@code {"stopped": true}} ends it. */
    public ApiResponse shareLocation(ApiRequest request) {
        String handle = people.person(request).handle();
        JsonFields body = request.body();
        Chat chat = people.inChat(request).chat();
        Optional<SharedLocation> before =
                SharedLocation.find(account.chats(), handle, chat.line().handle());
        if (body.optionalFlag("stopped").orElse(false)) {
            before.filter(location -> isHeard(chat, handle)).ifPresent(location -> stop(chat, location, request));
            return ApiResponse.noContent();
        }
        SharedLocation location = new SharedLocation(
                before.map(SharedLocation::chatId).orElse(chat.id()),
                handle,
                coordinate(body, "latitude", 90),
                coordinate(body, "longitude", 180),
                before.map(SharedLocation::beganAt).orElse(request.at()),
                request.at());
        if (isHeard(chat, handle)) {
            account.commit(new AccountChange.ActionDone(location.started()));
            if (before.isEmpty()) {
                events.locationShared(chat, location, Optional.empty());
            }
        }
        return ApiResponse.noContent();
    }

    private void stop(Chat chat, SharedLocation location, ApiRequest request) {
        account.commit(new AccountChange.ActionDone(location.stopped(request.at())));
        events.locationShared(chat, location, Optional.of(request.at()));
    }

    private static double coordinate(JsonFields body, String name, int most) {
        double value = body.optionalNumber(name).orElseThrow(() -> ApiError.missingField(name));
        if (Math.abs(value) > most) {
            throw ApiError.invalidValue("'" + name + "' must be between -" + most + " and " + most);
        }
        return value;
    }

    private boolean isHeard(Chat chat, String handle) {
        return !account.person(handle).blocked()
                && chat.line().isActive()
                && chat.service()
                        .filter(service -> !service.equals(Services.IMESSAGE))
                        .isEmpty();
    }
}
