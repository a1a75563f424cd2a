package dev.linqroutes.sandbox.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Person;
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
        ActingPerson acting = people.inChat(request);
        boolean stopped = request.body().optionalFlag("stopped").orElse(false);
        if (isHeard(acting) && (typingInGroups || !acting.chat().isGroup())) {
            events.typing(acting.chat(), acting.handle(), !stopped, request.at());
        }
        return ApiResponse.noContent();
    }

    /** {@code {"line", "first_name", "last_name", "media_url"}}: belongs to a line, not to a chat (reference 0.6). */
    public ApiResponse shareCard(ApiRequest request) {
        Person person = people.reachable(request);
        JsonFields body = request.body();
        String line = people.line(body);
        ObjectNode card = JsonTrees.object()
                .put("first_name", body.text("first_name"))
                .put("last_name", body.optionalText("last_name").orElse(""))
                .put("owner_handle", line)
                .put("sender_handle", person.handle());
        card.set("media_url", JsonTrees.textOrNull(body.optionalText("media_url")));
        if (!person.blocked()) {
            events.cardReceived(line, card, request.at());
        }
        return ApiResponse.noContent();
    }

    /** {@code {"chat_id", "latitude", "longitude"}} shares a place or a newer one, {@code {"stopped": true}} ends it. */
    public ApiResponse shareLocation(ApiRequest request) {
        ActingPerson acting = people.inChat(request);
        Chat chat = acting.chat();
        JsonFields body = request.body();
        Optional<SharedLocation> before = SharedLocation.find(
                account.chats(), acting.handle(), chat.line().handle());
        if (body.optionalFlag("stopped").orElse(false)) {
            before.filter(location -> isHeard(acting)).ifPresent(location -> stop(chat, location, request));
            return ApiResponse.noContent();
        }
        SharedLocation location = new SharedLocation(
                before.map(SharedLocation::chatId).orElse(chat.id()),
                acting.handle(),
                coordinate(body, "latitude", 90),
                coordinate(body, "longitude", 180),
                before.map(SharedLocation::beganAt).orElse(request.at()),
                request.at());
        if (isHeard(acting)) {
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

    private static boolean isHeard(ActingPerson acting) {
        return !acting.isBlocked()
                && acting.chat().line().isActive()
                && acting.service().equals(Services.IMESSAGE);
    }
}
