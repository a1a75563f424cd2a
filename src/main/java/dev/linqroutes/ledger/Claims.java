package dev.linqroutes.ledger;

import dev.linqroutes.ledger.RowTypes.ClaimedGroup;
import dev.linqroutes.ledger.RowTypes.DueMailbox;
import dev.linqroutes.ledger.RowTypes.Holder;
import dev.linqroutes.ledger.RowTypes.WaitingCall;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
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
final class Claims {
    /** Calls loaded with a mailbox; the rest is loaded when these are worked. */
    private static final int CALLS_AT_ONCE = 50;

    private final Clock clock;
    private final Lines lines;
    private final Mailboxes.Settings settings;

    Claims(Clock clock, Lines lines, Mailboxes.Settings settings) {
        this.clock = clock;
        this.lines = lines;
        this.settings = settings;
    }

    /**
     * Leases at most so many of the mailboxes that are due.
     *
     * @param shared what mailboxes in hand may send of their lines' day
     */
    List<Mailbox> claim(Handle handle, int most, Map<String, Long> shared) {
        Instant now = clock.instant();
        List<DueMailbox> due = due(handle, most, now);
        return due.isEmpty() ? List.of() : lease(handle, due, shared, now);
    }

    List<DueMailbox> due(Handle handle, int most, Instant now) {
        return handle.createQuery(Database.sql("claim-due"))
                .bind("now", now)
                .bind("limit", most)
                .mapTo(DueMailbox.class)
                .list();
    }

    List<Mailbox> lease(Handle handle, List<DueMailbox> due, Map<String, Long> shared, Instant now) {
        List<String> names = due.stream().map(DueMailbox::mailbox).toList();
        String lease = UUID.randomUUID().toString();
        Instant until = now.plus(settings.lease());
        handle.createUpdate(Database.sql("claim-lease"))
                .bind("until", until)
                .bind("lease", lease)
                .bindArray("mailboxes", String.class, names)
                .execute();
        Map<String, ClaimedGroup> groups = handle
                .createQuery(Database.sql("claim-groups"))
                .bindArray("mailboxes", String.class, names)
                .mapTo(ClaimedGroup.class)
                .stream()
                .collect(Collectors.toMap(ClaimedGroup::mailbox, Function.identity()));
        Map<String, List<WaitingCall>> calls = handle
                .createQuery(Database.sql("claim-calls"))
                .bindArray("mailboxes", String.class, names)
                .bind("limit", CALLS_AT_ONCE)
                .mapTo(WaitingCall.class)
                .stream()
                .collect(Collectors.groupingBy(WaitingCall::mailbox));
        rememberInDoubt(handle, due, calls);
        Lines.Shares shares = lines.shares(
                handle,
                groups.values().stream()
                        .map(ClaimedGroup::line)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                shared,
                now);
        Map<String, Mailbox.Turn> turns = turns(handle, groups, calls, now);
        List<Mailbox> mailboxes = new ArrayList<>(due.size());
        for (DueMailbox each : due) {
            ClaimedGroup group = groups.get(each.mailbox());
            Optional<String> groupRef = Optional.ofNullable(group.groupRef());
            List<WaitingCall> waiting = calls.getOrDefault(each.mailbox(), List.of());
            mailboxes.add(new Mailbox(
                    each.mailbox(),
                    new Mailbox.Lease(lease, each.arrived(), settings.workUntil(now)),
                    new Mailbox.Group(
                            groupRef,
                            Optional.ofNullable(group.chatId()),
                            Optional.ofNullable(group.line()),
                            shares.of(group.line(), messages(waiting))),
                    pace(each),
                    Optional.ofNullable(turns.get(each.mailbox())),
                    calls(waiting, groupRef, each.abandoned()),
                    waiting.size() < CALLS_AT_ONCE,
                    now));
        }
        return mailboxes;
    }

    /** Whoever had these before may have made their next call, and nobody will know once they have been given back. */
    private static void rememberInDoubt(Handle handle, List<DueMailbox> due, Map<String, List<WaitingCall>> calls) {
        List<Long> inDoubt = due.stream()
                .filter(DueMailbox::abandoned)
                .flatMap(mailbox -> calls.getOrDefault(mailbox.mailbox(), List.of()).stream()
                        .limit(1))
                .map(WaitingCall::callId)
                .toList();
        if (!inDoubt.isEmpty()) {
            handle.createUpdate(Database.sql("maybe-done"))
                    .bindArray("callIds", Long.class, inDoubt)
                    .execute();
        }
    }

    private static long messages(List<WaitingCall> waiting) {
        return waiting.stream().filter(call -> call.kind().isMessage()).count();
    }

    private Pace pace(DueMailbox mailbox) {
        List<Long> sent = mailbox.sent() == null ? List.of() : mailbox.sent();
        return new Pace(
                settings.messagesPerMinute(),
                sent.stream().map(Instant::ofEpochMilli).toList());
    }

    private static List<Call> calls(List<WaitingCall> waiting, Optional<String> groupRef, boolean abandoned) {
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
    private Map<String, Mailbox.Turn> turns(
            Handle handle, Map<String, ClaimedGroup> groups, Map<String, List<WaitingCall>> calls, Instant now) {
        Map<String, String> wanted = calls.values().stream()
                .map(waiting -> waiting.get(0))
                .filter(call -> call.kind() == CallKind.CREATE_CHAT)
                .collect(Collectors.toMap(
                        WaitingCall::mailbox, call -> groups.get(call.mailbox()).memberSet()));
        if (wanted.isEmpty()) {
            return Map.of();
        }
        PreparedBatch hold = handle.prepareBatch(Database.sql("hold-member-set"));
        wanted.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(entry -> hold.bind(
                        "memberSet", entry.getValue())
                .bind("mailbox", entry.getKey())
                .add());
        LedgerTransaction.execute(hold);
        Map<String, Holder> holders = handle
                .createQuery(Database.sql("member-set-holders"))
                .bindArray(
                        "memberSets",
                        String.class,
                        wanted.values().stream().distinct().toList())
                .mapTo(Holder.class)
                .stream()
                .collect(Collectors.toMap(Holder::memberSet, Function.identity()));
        if (!holders.keySet().containsAll(wanted.values())) {
            // Released between the two statements.
            throw new LedgerTransaction.Overtaken();
        }
        return wanted.entrySet().stream()
                .filter(entry -> !holders.get(entry.getValue()).mailbox().equals(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> turn(holders.get(entry.getValue()), now)));
    }

    private Mailbox.Turn turn(Holder holder, Instant now) {
        Optional<Instant> sentAt = Optional.ofNullable(holder.renameSentAt());
        Optional<Instant> failedAt = Optional.ofNullable(holder.renameFailedAt());
        // The event may come before the answer to the call that it is about.
        boolean named = sentAt.isPresent() && failedAt.stream().noneMatch(failed -> failed.isAfter(sentAt.get()));
        boolean ask = named && sentAt.get().plus(settings.askForName()).isBefore(now);
        boolean givenUp = named && sentAt.get().plus(settings.giveUpOnName()).isBefore(now);
        boolean never = holder.chatId() != null && !holder.renameWaits() && (!named || givenUp);
        return new Mailbox.Turn(
                holder.mailbox(),
                Optional.ofNullable(holder.chatId()),
                Optional.ofNullable(holder.displayName()).orElse(""),
                ask,
                never);
    }
}
