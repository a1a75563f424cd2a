package dev.linqroutes.sandbox.people;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.content.MediaReader;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * People change their groups: {@code POST /sandbox/people/{handle}/…}. What they do in a group that the line left, nobody hears
 * of.
 */
public final class PeopleGroupEndpoints {
    private final Account account;
    private final ActingPeople people;
    private final ChatEvents events;
    private final boolean allHaveNames;
    private final MediaReader media;

    public PeopleGroupEndpoints(
            Account account, ActingPeople people, ChatEvents events, SandboxOptions options, MediaReader media) {
        this.account = account;
        this.people = people;
        this.events = events;
        this.allHaveNames = options.assumes(Assumption.RCS_GROUP_HAS_NAME);
        this.media = media;
    }

    /** {@code {"chat_id", "display_name": text | null}}. */
    public ApiResponse rename(ApiRequest request) {
        ActingPerson acting = inNamedGroup(request);
        Optional<String> name = textOrNull(request.body(), "display_name");
        name.filter(String::isBlank).ifPresent(blank -> {
            throw ApiError.invalidValue("'display_name' must not be blank; null takes the name away");
        });
        Chat before = acting.chat();
        return save(
                acting,
                before.withName(name, request.at()),
                after -> events.groupNameUpdated(before, after, acting.handle(), Optional.empty()));
    }

    /** {@code {"chat_id", "group_chat_icon": URL | null}}. */
    public ApiResponse changeIcon(ApiRequest request) {
        ActingPerson acting = inNamedGroup(request);
        Optional<String> source = textOrNull(request.body(), "group_chat_icon");
        source.ifPresent(url -> media.requireImage(url, "group_chat_icon"));
        Chat before = acting.chat();
        return save(
                acting,
                before.withIcon(source.map(Chat.Icon::rehosted), request.at()),
                after -> events.groupIconUpdated(before, after, acting.handle(), Optional.empty()));
    }

    private static Optional<String> textOrNull(JsonFields body, String field) {
        if (!body.mentions(field)) {
            throw ApiError.missingField(field);
        }
        return body.optionalText(field);
    }

    /** {@code {"chat_id", "handle"}}: the person adds another one, or brings back the line that left (reference 2.6). */
    public ApiResponse add(ApiRequest request) {
        ActingPerson acting = inManagedGroup(request);
        Chat chat = acting.chat();
        String added = SandboxHandles.normalize(request.body().text("handle"));
        if (chat.hasActive(added)) {
            throw ApiError.conflict(added + " is in the chat already");
        }
        if (chat.isFull()) {
            throw ApiError.conflict("A group has at most " + Chat.MOST_MEMBERS + " members");
        }
        if (!added.equals(chat.line().handle())) {
            requireIMessage(added);
        }
        return save(
                acting,
                chat.withMember(added, Services.IMESSAGE, request.at()),
                after -> events.participantAdded(after, added, Optional.empty()));
    }

    /** No addition across services (reference 2.7). */
    private void requireIMessage(String added) {
        if (!people.person(added).service().equals(Optional.of(Services.IMESSAGE))) {
            throw new ApiError(409, 2017, added + " has no iMessage and cannot join an iMessage group");
        }
    }

    /** {@code {"chat_id", "handle"}}: the person removes another one, or the line. */
    public ApiResponse remove(ApiRequest request) {
        return depart(
                inManagedGroup(request), SandboxHandles.normalize(request.body().text("handle")), "removed", request);
    }

    /** {@code {"chat_id"}}: the person leaves. */
    public ApiResponse leave(ApiRequest request) {
        ActingPerson acting = inManagedGroup(request);
        return depart(acting, acting.handle(), "left", request);
    }

    private ApiResponse depart(ActingPerson acting, String who, String how, ApiRequest request) {
        ActingPeople.requireMember(acting.chat(), who);
        if (acting.chat().isSmallest()) {
            throw ApiError.conflict("A group must keep " + Chat.LEAST_MEMBERS + " members");
        }
        return save(
                acting,
                acting.chat().withDeparted(who, how, request.at()),
                after -> events.participantRemoved(after, who, Optional.empty()));
    }

    private ActingPerson inNamedGroup(ApiRequest request) {
        ActingPerson acting = inGroup(request);
        if (!allHaveNames) {
            acting.requireIMessage("Name and icon");
        }
        return acting;
    }

    private ActingPerson inManagedGroup(ApiRequest request) {
        ActingPerson acting = inGroup(request);
        acting.requireIMessage("A change of the members");
        return acting;
    }

    private ActingPerson inGroup(ApiRequest request) {
        ActingPerson acting = people.inChat(request);
        if (!acting.chat().isGroup()) {
            throw new ApiError(409, 1006, "Only groups can be changed");
        }
        return acting;
    }

    private ApiResponse save(ActingPerson acting, Chat after, Consumer<Chat> event) {
        if (acting.isBlocked()) {
            return ApiResponse.noContent();
        }
        account.commit(new AccountChange.ChatSaved(after, Optional.of(acting.handle())));
        // The line hears of its own removal and of its return.
        if (acting.chat().line().isActive() || after.line().isActive()) {
            event.accept(after);
        }
        return ApiResponse.ok(ResourceViews.chat(after));
    }
}
