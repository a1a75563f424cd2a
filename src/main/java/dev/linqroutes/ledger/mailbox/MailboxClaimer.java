package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ClaimedGroup;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.LargeCall;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.MemberSetHolder;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Leases due mailboxes, with all that a worker has to know of them. */
final class MailboxClaimer {
    /** Calls loaded with a mailbox; the rest is loaded when these are worked. */
    private static final int MAX_LOADED_CALLS = 50;

    /**
     * Bytes of bodies in hand, which may be twice as many in the heap: each mailbox has its part of them. Calls that are larger than
     * such a part have as many once more between them, so that they keep no small ones waiting.
     */
    private static final long MAX_HELD_BYTES = 16_000_000;

    /** How long a mailbox waits whose next call is larger than there is room for: about as long as another call takes. */
    private static final Duration MEMORY_RETRY_DELAY = Duration.ofSeconds(1);

    private final Clock clock;
    private final LineQuota lineQuota;
    private final LeasedMailboxes.Settings settings;

    MailboxClaimer(Clock clock, LineQuota lines, LeasedMailboxes.Settings settings) {
        this.clock = clock;
        this.lineQuota = lines;
        this.settings = settings;
    }

    /** Leases at most so many of the mailboxes that are due. */
    List<Mailbox> claim(Handle handle, int most, HeldLoad before) {
        Instant now = clock.instant();
        List<DueMailbox> due = lockDue(handle, most, now);
        return due.isEmpty() ? List.of() : lease(handle, due, before, now);
    }

    List<DueMailbox> lockDue(Handle handle, int most, Instant now) {
        return handle.createQuery(Database.sql("mailbox/lock-due-mailboxes"))
                .bind("now", now)
                .bind("limit", most)
                .mapTo(DueMailbox.class)
                .list();
    }

    /** Leases these, except those whose next call is larger than there is room for: they are due again soon. */
    List<Mailbox> lease(Handle handle, List<DueMailbox> found, HeldLoad before, Instant now) {
        Map<String, List<WaitingCall>> calls = readWaitingCalls(handle, names(found));
        List<DueMailbox> due = fitIntoMemory(handle, found, calls, before, now);
        return due.isEmpty() ? List.of() : lease(handle, due, calls, before, now);
    }

    private static List<String> names(List<DueMailbox> mailboxes) {
        return mailboxes.stream().map(DueMailbox::mailbox).toList();
    }

    private Map<String, List<WaitingCall>> readWaitingCalls(Handle handle, List<String> mailboxes) {
        return handle
                .createQuery(Database.sql("mailbox/find-waiting-calls"))
                .bindArray("mailboxes", String.class, mailboxes)
                .bind("limit", MAX_LOADED_CALLS)
                .bind("bytes", bytesPerMailbox())
                .mapTo(WaitingCall.class)
                .stream()
                .collect(Collectors.groupingBy(WaitingCall::mailbox));
    }

    /** Reads the large calls that there is room for, and defers the mailboxes of the others. */
    private static List<DueMailbox> fitIntoMemory(
            Handle handle, List<DueMailbox> found, Map<String, List<WaitingCall>> calls, HeldLoad before, Instant now) {
        List<DueMailbox> fit = new ArrayList<>();
        List<DueMailbox> others = new ArrayList<>();
        List<WaitingCall> large = new ArrayList<>();
        long bytes = before.largeBytes();
        for (DueMailbox each : found) {
            Optional<WaitingCall> first = calls.getOrDefault(each.mailbox(), List.of()).stream()
                    .findFirst()
                    .filter(WaitingCall::isLarge);
            // One always has room, however large it is.
            if (first.isEmpty() || bytes == 0 || bytes + first.get().bytes() <= MAX_HELD_BYTES) {
                fit.add(each);
                first.ifPresent(large::add);
                bytes += first.map(WaitingCall::bytes).orElse(0L);
            } else {
                others.add(each);
            }
        }
        if (!large.isEmpty()) {
            readBodies(handle, large).forEach(call -> calls.put(call.mailbox(), List.of(call)));
        }
        if (!others.isEmpty()) {
            handle.createUpdate(Database.sql("mailbox/defer-mailboxes"))
                    .bindArray("mailboxes", String.class, names(others))
                    .bind("until", now.plus(MEMORY_RETRY_DELAY))
                    .execute();
            calls.keySet().removeAll(names(others));
        }
        return fit;
    }

    private static List<WaitingCall> readBodies(Handle handle, List<WaitingCall> large) {
        Map<Long, String> bodies = handle
                .createQuery(Database.sql("mailbox/find-large-call-bodies"))
                .bindArray(
                        "callIds",
                        Long.class,
                        large.stream().map(WaitingCall::callId).toList())
                .mapTo(LargeCall.class)
                .stream()
                .collect(Collectors.toMap(LargeCall::callId, LargeCall::body));
        return large.stream()
                .map(call -> call.withBody(bodies.get(call.callId())))
                .toList();
    }

    private List<Mailbox> lease(
            Handle handle, List<DueMailbox> due, Map<String, List<WaitingCall>> calls, HeldLoad before, Instant now) {
        List<String> names = names(due);
        String lease = UUID.randomUUID().toString();
        Instant until = now.plus(settings.lease());
        handle.createUpdate(Database.sql("mailbox/lease-mailboxes"))
                .bind("until", until)
                .bind("lease", lease)
                .bindArray("mailboxes", String.class, names)
                .execute();
        Map<String, ClaimedGroup> groups = handle
                .createQuery(Database.sql("mailbox/find-groups-of-mailboxes"))
                .bindArray("mailboxes", String.class, names)
                .mapTo(ClaimedGroup.class)
                .stream()
                .collect(Collectors.toMap(ClaimedGroup::mailbox, Function.identity()));
        markIndeterminate(handle, due, calls);
        LineQuota.Grants shares = lineQuota.readRemaining(
                handle,
                groups.values().stream()
                        .map(ClaimedGroup::line)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                before.messagesByLine(),
                now);
        Map<String, Mailbox.Blocker> turns = acquireMemberSets(handle, groups, calls, now);
        List<Mailbox> mailboxes = new ArrayList<>(due.size());
        for (DueMailbox each : due) {
            ClaimedGroup group = groups.get(each.mailbox());
            Optional<String> groupRef = Optional.ofNullable(group.groupRef());
            List<WaitingCall> waiting = calls.getOrDefault(each.mailbox(), List.of());
            mailboxes.add(new Mailbox(
                    each.mailbox(),
                    new Mailbox.Lease(lease, each.arrived(), settings.startDeadline(now)),
                    new Mailbox.Group(
                            groupRef,
                            Optional.ofNullable(group.chatId()),
                            Optional.ofNullable(group.line()),
                            shares.grant(group.line(), countMessages(waiting))),
                    rateLimiter(each),
                    Optional.ofNullable(turns.get(each.mailbox())),
                    loadedCalls(waiting, groupRef, each.abandoned()),
                    now));
        }
        return mailboxes;
    }

    /** Whoever had these before may have made their next call, and nobody will know once they have been given back. */
    private static void markIndeterminate(Handle handle, List<DueMailbox> due, Map<String, List<WaitingCall>> calls) {
        List<Long> inDoubt = due.stream()
                .filter(DueMailbox::abandoned)
                .flatMap(mailbox -> calls.getOrDefault(mailbox.mailbox(), List.of()).stream()
                        .limit(1))
                .map(WaitingCall::callId)
                .toList();
        if (!inDoubt.isEmpty()) {
            handle.createUpdate(Database.sql("mailbox/mark-call-indeterminate"))
                    .bindArray("callIds", Long.class, inDoubt)
                    .execute();
        }
    }

    private static long countMessages(List<WaitingCall> waiting) {
        return waiting.stream().filter(call -> call.kind().isMessage()).count();
    }

    private MessageRateLimiter rateLimiter(DueMailbox mailbox) {
        List<Long> sent = mailbox.sent() == null ? List.of() : mailbox.sent();
        return new MessageRateLimiter(
                settings.messagesPerMinute(),
                sent.stream().map(Instant::ofEpochMilli).toList());
    }

    private Mailbox.LoadedCalls loadedCalls(List<WaitingCall> waiting, Optional<String> groupRef, boolean abandoned) {
        boolean complete = waiting.stream().reduce((one, next) -> next).stream().noneMatch(WaitingCall::more);
        long large = waiting.stream()
                .mapToLong(WaitingCall::bytes)
                .filter(bytes -> bytes > bytesPerMailbox())
                .sum();
        return new Mailbox.LoadedCalls(toCalls(waiting, groupRef, abandoned), complete, large);
    }

    private long bytesPerMailbox() {
        return MAX_HELD_BYTES / settings.maxHeld();
    }

    private static List<Call> toCalls(List<WaitingCall> waiting, Optional<String> groupRef, boolean abandoned) {
        List<Call> calls = new ArrayList<>(waiting.size());
        for (WaitingCall row : waiting) {
            boolean first = calls.isEmpty();
            calls.add(new Call(
                    row.callId(),
                    row.commandId(),
                    row.position(),
                    groupRef,
                    row.kind(),
                    row.method(),
                    row.path(),
                    row.body(),
                    row.attempts(),
                    row.maybeDone() || (first && abandoned),
                    Optional.ofNullable(row.failingSince()),
                    Optional.ofNullable(row.notReadySince()),
                    Optional.ofNullable(row.expiresAt())));
        }
        return calls;
    }

    /** Takes the turn of every create that comes next, and says which have to wait for another group's name. */
    private Map<String, Mailbox.Blocker> acquireMemberSets(
            Handle handle, Map<String, ClaimedGroup> groups, Map<String, List<WaitingCall>> calls, Instant now) {
        // Of those that come at once the one that was accepted first: a sheet names all of its groups but the last.
        Map<String, String> wanted = calls.values().stream()
                .map(waiting -> waiting.get(0))
                .filter(call -> call.kind() == CallKind.CREATE_CHAT)
                .sorted(Comparator.comparingLong(WaitingCall::callId))
                .collect(Collectors.toMap(
                        WaitingCall::mailbox,
                        call -> groups.get(call.mailbox()).memberSet(),
                        (one, other) -> one,
                        LinkedHashMap::new));
        if (wanted.isEmpty()) {
            return Map.of();
        }
        PreparedBatch hold = handle.prepareBatch(Database.sql("chat/acquire-member-set"));
        wanted.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(entry -> hold.bind(
                        "memberSet", entry.getValue())
                .bind("mailbox", entry.getKey())
                .add());
        LedgerTransaction.execute(hold);
        Map<String, MemberSetHolder> holders = handle
                .createQuery(Database.sql("chat/find-member-set-holders"))
                .bindArray(
                        "memberSets",
                        String.class,
                        wanted.values().stream().distinct().toList())
                .mapTo(MemberSetHolder.class)
                .stream()
                .collect(Collectors.toMap(MemberSetHolder::memberSet, Function.identity()));
        if (!holders.keySet().containsAll(wanted.values())) {
            // Released between the two statements.
            throw new LedgerTransaction.Conflict();
        }
        return wanted.entrySet().stream()
                .filter(entry -> !holders.get(entry.getValue()).mailbox().equals(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> blocker(holders.get(entry.getValue()), now)));
    }

    private Mailbox.Blocker blocker(MemberSetHolder holder, Instant now) {
        Optional<Instant> sentAt = Optional.ofNullable(holder.renameSentAt());
        Optional<Instant> failedAt = Optional.ofNullable(holder.renameFailedAt());
        // The event may come before the answer to the call that it is about.
        boolean named = sentAt.isPresent() && failedAt.stream().noneMatch(failed -> failed.isAfter(sentAt.get()));
        boolean ask = named && sentAt.get().plus(settings.renamePollAfter()).isBefore(now);
        boolean givenUp = named && sentAt.get().plus(settings.renameTimeout()).isBefore(now);
        boolean never = holder.chatId() != null && !holder.renameWaits() && (!named || givenUp);
        return new Mailbox.Blocker(
                holder.mailbox(),
                Optional.ofNullable(holder.chatId()),
                Optional.ofNullable(holder.displayName()).orElse(""),
                ask,
                never);
    }
}
