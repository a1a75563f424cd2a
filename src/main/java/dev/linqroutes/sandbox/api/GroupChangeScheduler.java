package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.ChatAction;
import dev.linqroutes.sandbox.account.PendingChange;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.events.ChatEvents;
import dev.linqroutes.sandbox.faults.Fault;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies changes of chats that were answered with 202 when they are due, and publishes their events (reference 5). */
public final class GroupChangeScheduler {
    private static final int DELIVERY_FAILED = 4001;
    private static final int TOO_MANY_ATTEMPTS = 3007;
    private static final Set<PendingChange.Kind> WITH_FAILURE_EVENT =
            EnumSet.of(PendingChange.Kind.NAME, PendingChange.Kind.ICON, PendingChange.Kind.BACKGROUND);

    private final Account account;
    private final Timeline timeline;
    private final PendingChangeEvents events;
    private final LineHealthJudge health;
    private final FaultInjector faults;
    private final SandboxOptions options;

    public GroupChangeScheduler(
            Account account,
            Timeline timeline,
            ChatEvents events,
            LineHealthJudge health,
            FaultInjector faults,
            SandboxOptions options) {
        this.health = health;
        this.account = account;
        this.timeline = timeline;
        this.events = new PendingChangeEvents(events);
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
        account.requireRoomForChanges(changes.size());
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
        Optional<Fault> fault = faults.strikeChange(WITH_FAILURE_EVENT.contains(change.kind()));
        if (fault.isEmpty()) {
            carryOutIfPossible(change);
        } else if (fault.get() == Fault.NAME_REFUSED) {
            // No background fails with 3007 (reference 6).
            boolean background = change.kind() == PendingChange.Kind.BACKGROUND;
            fail(change, background ? DELIVERY_FAILED : TOO_MANY_ATTEMPTS);
        }
        account.flush();
    }

    private void carryOutIfPossible(PendingChange change) {
        Chat before = chat(change);
        if (change.kind() == PendingChange.Kind.BACKGROUND && !GroupRules.isOrMayBeIMessage(before)) {
            // Nothing happens, without an event (reference 0.14).
            return;
        }
        if (GroupRules.findViolation(change, before).isPresent() || !isPossible(change, before)) {
            fail(change, DELIVERY_FAILED);
        } else {
            Chat after = apply(change, before, timeline.now());
            account.commit(
                    new AccountChange.ChatSaved(after, Optional.of(before.line().handle())));
            recordBackground(change, after);
            events.happened(change, before, after);
            if (change.kind() == PendingChange.Kind.ADD) {
                health.contacted(after.line().handle(), after.updatedAt());
            }
        }
    }

    private void fail(PendingChange change, int code) {
        events.failed(change, chat(change), code, timeline.now());
    }

    /** The only change of these that the page shows by an entry of its own. */
    private void recordBackground(PendingChange change, Chat chat) {
        if (change.kind() == PendingChange.Kind.BACKGROUND) {
            account.commit(new AccountChange.ActionDone(new ChatAction(
                    chat.id(), "background", Optional.empty(), JsonTrees.orNull(chat.background()), chat.updatedAt())));
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
            case BACKGROUND, REMOVE, LEAVE -> true;
        };
    }

    private static Chat apply(PendingChange change, Chat chat, Instant now) {
        return switch (change.kind()) {
            case NAME -> chat.withName(Optional.of(change.value()), now);
            case ICON -> chat.withIcon(Optional.of(Chat.Icon.rehosted(change.value())), now);
            case BACKGROUND -> chat.withBackground(background(change.value()), now);
            case ADD -> chat.withMember(change.value(), Services.IMESSAGE, now);
            case REMOVE -> chat.withDeparted(change.value(), "removed", now);
            case LEAVE -> chat.withDeparted(change.value(), "left", now);
        };
    }

    private static Optional<JsonNode> background(String json) {
        try {
            return json.equals(PendingChange.NO_BACKGROUND) ? Optional.empty() : Optional.of(JsonTrees.read(json));
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox wrote this JSON itself: " + json, e);
        }
    }
}
