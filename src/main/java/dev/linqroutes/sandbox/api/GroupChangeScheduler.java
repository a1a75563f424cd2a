package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.PendingChange;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.faults.Fault;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Applies group changes that were answered with 202 when they are due, and publishes their events (reference 5). */
public final class GroupChangeScheduler {
    private static final int DELIVERY_FAILED = 4001;
    private static final int TOO_MANY_ATTEMPTS = 3007;

    private final Account account;
    private final Timeline timeline;
    private final ChatEvents events;
    private final FaultInjector faults;
    private final SandboxOptions options;

    public GroupChangeScheduler(
            Account account, Timeline timeline, ChatEvents events, FaultInjector faults, SandboxOptions options) {
        this.account = account;
        this.timeline = timeline;
        this.events = events;
        this.faults = faults;
        this.options = options;
    }

    PendingChange newChange(Chat chat, PendingChange.Kind kind, String value, ApiRequest request) {
        return PendingChange.of(
                chat, kind, value, request.traceId(), request.at().plus(options.namingDelay()));
    }

    /** @throws ApiError when one of the changes is not allowed; none is accepted then */
    void accept(List<PendingChange> changes) {
        for (PendingChange change : changes) {
            Optional<ApiError> refusal = GroupRules.findViolation(change, chat(change));
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        }
        for (PendingChange change : changes) {
            account.commit(new AccountChange.PendingChangeAccepted(change));
            schedule(change);
        }
    }

    /** Schedules the pending changes of the journal. */
    public void resume() {
        List.copyOf(account.pendingChanges().values()).forEach(this::schedule);
    }

    private void schedule(PendingChange change) {
        timeline.at(change.dueAt(), faults.causes().later(change.traceId(), () -> carryOut(change)));
    }

    private void carryOut(PendingChange change) {
        account.commit(new AccountChange.PendingChangeSettled(change.id()));
        Optional<Fault> fault = faults.strikeChange(
                change.kind() == PendingChange.Kind.NAME || change.kind() == PendingChange.Kind.ICON);
        if (fault.isEmpty()) {
            carryOutIfPossible(change);
        } else if (fault.get() == Fault.NAME_REFUSED) {
            publishFailure(change, TOO_MANY_ATTEMPTS);
        }
        account.flush();
    }

    private void carryOutIfPossible(PendingChange change) {
        Chat before = chat(change);
        if (GroupRules.findViolation(change, before).isPresent() || !isPossible(change, before)) {
            publishFailure(change, DELIVERY_FAILED);
        } else {
            Chat after = apply(change, before, timeline.now());
            account.commit(new AccountChange.ChatSaved(after));
            publish(change, before, after);
        }
    }

    private Chat chat(PendingChange change) {
        return account.chats().require(change.chatId()).chat();
    }

    /** What only the carrier knows, so that Linq accepts it first. */
    private boolean isPossible(PendingChange change, Chat chat) {
        return switch (change.kind()) {
            case NAME, ICON -> GroupRules.isOrMayBeIMessage(chat) || options.assumes(Assumption.RCS_GROUP_HAS_NAME);
            // No addition across services (reference 2.7).
            case ADD ->
                account.person(change.value())
                        .service()
                        .filter(Services.IMESSAGE::equals)
                        .isPresent();
            case REMOVE, LEAVE -> true;
        };
    }

    private static Chat apply(PendingChange change, Chat chat, Instant now) {
        return switch (change.kind()) {
            case NAME -> chat.withName(Optional.of(change.value()), now);
            case ICON -> chat.withIcon(Optional.of(Chat.Icon.rehosted(change.value())), now);
            case ADD -> chat.withMember(change.value(), Services.IMESSAGE, now);
            case REMOVE -> chat.withDeparted(change.value(), "removed", now);
            case LEAVE -> chat.withDeparted(change.value(), "left", now);
        };
    }

    private void publish(PendingChange change, Chat before, Chat after) {
        Optional<String> trace = Optional.of(change.traceId());
        String line = after.line().handle();
        switch (change.kind()) {
            case NAME -> events.groupNameUpdated(before, after, line, trace);
            case ICON -> events.groupIconUpdated(before, after, line, trace);
            case ADD -> events.participantAdded(after, change.value(), trace);
            case REMOVE, LEAVE -> events.participantRemoved(after, change.value(), trace);
        }
    }

    /** There is no event for a failed member change; clients must read the chat (reference 2.7). */
    private void publishFailure(PendingChange change, int code) {
        Optional<String> trace = Optional.of(change.traceId());
        Chat chat = chat(change);
        Instant now = timeline.now();
        switch (change.kind()) {
            case NAME -> events.updateFailed("chat.group_name_update_failed", chat, code, now, trace);
            case ICON -> events.updateFailed("chat.group_icon_update_failed", chat, code, now, trace);
            case ADD, REMOVE, LEAVE -> {}
        }
    }
}
