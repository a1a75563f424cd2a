package dev.linqroutes.sandbox.people;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
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

    public PeopleGroupEndpoints(Account account, ActingPeople people, ChatEvents events) {
        this.account = account;
        this.people = people;
        this.events = events;
    }

    /** {@code {"chat_id", "display_name": text | null}}. */
    public ApiResponse rename(ApiRequest request) {
        ActingPerson acting = inGroup(request);
        Chat before = acting.chat();
        Chat after = before.withName(request.body().optionalText("display_name"), request.at());
        return changed(
                after,
                after.line().isActive(),
                chat -> events.groupNameUpdated(before, chat, acting.handle(), Optional.empty()));
    }

    /** {@code {"chat_id", "group_chat_icon": URL | null}}. */
    public ApiResponse changeIcon(ApiRequest request) {
        ActingPerson acting = inGroup(request);
        Chat before = acting.chat();
        Optional<String> source = request.body().optionalText("group_chat_icon");
        Chat after = before.withIcon(source.map(Chat.Icon::rehosted), request.at());
        return changed(
                after,
                after.line().isActive(),
                chat -> events.groupIconUpdated(before, chat, acting.handle(), Optional.empty()));
    }

    /** {@code {"chat_id", "handle"}}: the person adds another one, or brings back the line that left (reference 2.6). */
    public ApiResponse add(ApiRequest request) {
        ActingPerson acting = inGroup(request);
        String added = SandboxHandles.normalize(request.body().text("handle"));
        if (acting.chat().hasActive(added)) {
            throw ApiError.conflict(added + " is in the chat already");
        }
        String service = account.person(added).service().orElse(Services.SMS);
        Chat after = acting.chat().withMember(added, service, request.at());
        return changed(after, after.line().isActive(), chat -> events.participantAdded(chat, added, Optional.empty()));
    }

    /** {@code {"chat_id", "handle"}}: the person removes another one, or the line. */
    public ApiResponse remove(ApiRequest request) {
        ActingPerson acting = inGroup(request);
        return depart(acting, SandboxHandles.normalize(request.body().text("handle")), "removed", request);
    }

    /** {@code {"chat_id"}}: the person leaves. */
    public ApiResponse leave(ApiRequest request) {
        ActingPerson acting = inGroup(request);
        return depart(acting, acting.handle(), "left", request);
    }

    private ApiResponse depart(ActingPerson acting, String who, String how, ApiRequest request) {
        ActingPerson.requireMember(acting.chat(), who);
        boolean heard = acting.chat().line().isActive();
        Chat after = acting.chat().withDeparted(who, how, request.at());
        return changed(after, heard, chat -> events.participantRemoved(chat, who, Optional.empty()));
    }

    private ActingPerson inGroup(ApiRequest request) {
        ActingPerson acting = people.inChat(request);
        if (!acting.chat().isGroup()) {
            throw new ApiError(409, 1006, "Only groups can be changed");
        }
        return acting;
    }

    private ApiResponse changed(Chat after, boolean heard, Consumer<Chat> event) {
        account.commit(new AccountChange.ChatSaved(after));
        if (heard) {
            event.accept(after);
        }
        return ApiResponse.ok(ResourceViews.chat(after));
    }
}
