package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.chat.ChatRowTypes.MemberSetHolder;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.chat.MemberSets;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ClaimedGroup;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.StateOfChat;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.trace.CommandTracer;
import dev.linqroutes.trace.TraceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Leases due mailboxes, and loads everything a worker has to know about them. */
final class MailboxClaimer {
    /** How often more mailboxes are looked for when all that were found had to be deferred. */
    private static final int MAX_LOOKS = 20;

    /** Calls loaded with a mailbox; the others are loaded when these are done. */
    private static final int MAX_LOADED_CALLS = 50;

    private final Clock clock;
    private final LineQuota lineQuota;
    private final Pauses pauses;
    private final LinePace linePace;
    private final LeasedMailboxes.Settings settings;
    private final CommandTracer tracer;
    private final MemoryBudget memory;
    private final PersonLimiter people;

    MailboxClaimer(
            Clock clock,
            LineQuota lineQuota,
            Pauses pauses,
            LinePace linePace,
            LeasedMailboxes.Settings settings,
            CommandTracer tracer) {
        this.clock = clock;
        this.lineQuota = lineQuota;
        this.pauses = pauses;
        this.linePace = linePace;
        this.settings = settings;
        this.tracer = tracer;
        this.memory = new MemoryBudget(settings.maxHeld());
        this.people = new PersonLimiter(settings.personPerMinute());
    }

    /** Leases at most {@code limit} due mailboxes. */
    List<Mailbox> claim(Handle handle, int limit, HeldLoad held) {
        Instant now = clock.instant();
        for (int look = 1; ; look++) {
            List<DueMailbox> due = lockDue(handle, limit, now);
            List<Mailbox> leased = due.isEmpty() ? List.of() : lease(handle, due, held, now);
            // Thousands of groups that wait for a confirmation must not hold up what is due behind them.
            if (!leased.isEmpty() || due.isEmpty() || look == MAX_LOOKS) {
                return leased;
            }
        }
    }

    /** Due mailboxes that are not paused, and do not wait for a turn at their line. */
    List<DueMailbox> lockDue(Handle handle, int limit, Instant now) {
        for (int look = 1; ; look++) {
            List<DueMailbox> due = handle.createQuery(Database.sql("mailbox/lock-due-mailboxes"))
                    .bind("now", now)
                    .bind("limit", limit)
                    .mapTo(DueMailbox.class)
                    .list();
            List<DueMailbox> free = linePace.deferWithoutTurn(handle, pauses.deferPaused(handle, due, now), now);
            // Thousands of creates of a file must not hold up what is due behind them.
            if (!free.isEmpty() || due.size() < limit || look == MAX_LOOKS) {
                return free;
            }
        }
    }

    /** Leases these, except those whose next call cannot be made yet: they are deferred. */
    List<Mailbox> lease(Handle handle, List<DueMailbox> locked, HeldLoad held, Instant now) {
        DueCalls due = readCalls(handle, locked, MAX_LOADED_CALLS, memory.bytesPerMailbox(), tracer.isOn());
        MemoryBudget.deferUnfitting(handle, due, held, now);
        due.deferWaiting(
                handle,
                ConfirmationWaits.find(handle, due, settings.confirmDeadline(), settings.confirmTimeout(), now),
                now);
        MediaOfCalls media = MediaOfCalls.find(handle, due, now);
        due.deferWaiting(handle, media.findWaits(due), now);
        media.prepare(handle, due);
        if (due.isEmpty()) {
            return List.of();
        }
        Map<String, ClaimedGroup> groups = readGroups(handle, due.names());
        ReferredMessages referred = ReferredMessages.find(handle, groups, due, settings.referenceTimeout());
        due.deferWaiting(handle, referred.findWaits(due, now), now);
        referred.prepare(handle, due);
        groups.keySet().retainAll(due.names());
        return due.isEmpty() ? List.of() : lease(handle, due, groups, referred, media, held, now);
    }

    static Map<String, ClaimedGroup> readGroups(Handle handle, List<String> mailboxes) {
        return handle
                .createQuery(Database.sql("mailbox/find-groups-of-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .mapTo(ClaimedGroup.class)
                .stream()
                .collect(Collectors.toMap(
                        ClaimedGroup::mailbox, Function.identity(), (one, other) -> one, HashMap::new));
    }

    /**
     * Reads the first calls of each mailbox.
     *
     * @param maxBytes that the bodies of a mailbox's calls have together; the body of a larger call is not read
     */
    static DueCalls readCalls(Handle handle, List<DueMailbox> mailboxes, int maxCalls, long maxBytes, boolean traced) {
        List<FirstCalls> first = handle.createQuery(Database.sql("mailbox/find-waiting-call-ids"))
                .bindArray(
                        "mailboxes",
                        String.class,
                        mailboxes.stream().map(DueMailbox::mailbox).toList())
                .bind("limit", maxCalls + 1)
                .map((row, context) -> FirstCalls.read(row))
                .list();
        List<Long> callIds = new ArrayList<>();
        List<Long> followedIds = new ArrayList<>();
        for (FirstCalls each : first) {
            List<Long> fitting = each.fitting(maxCalls, maxBytes);
            callIds.addAll(fitting);
            if (fitting.size() < each.callIds().size()) {
                followedIds.add(fitting.get(fitting.size() - 1));
            }
        }
        Map<String, List<WaitingCall>> calls = handle
                .createQuery(Database.sql("mailbox/find-waiting-calls"))
                .bindArray("callIds", Long.class, callIds)
                .bindArray("followedIds", Long.class, followedIds)
                .bind("bytes", maxBytes)
                .bind("traced", traced)
                .mapTo(WaitingCall.class)
                .stream()
                .collect(Collectors.groupingBy(WaitingCall::mailbox));
        return new DueCalls(mailboxes, calls);
    }

    private List<Mailbox> lease(
            Handle handle,
            DueCalls due,
            Map<String, ClaimedGroup> groups,
            ReferredMessages referred,
            MediaOfCalls media,
            HeldLoad held,
            Instant now) {
        String token = UUID.randomUUID().toString();
        handle.createUpdate(Database.sql("mailbox/lease-mailboxes"))
                .bind("until", now.plus(settings.lease()))
                .bind("lease", token)
                .bindArray("mailboxes", String.class, due.names())
                .execute();
        markIndeterminate(handle, due);
        LineQuota.Grants grants = lineQuota.readRemaining(
                handle,
                groups.values().stream()
                        .flatMap(group -> group.line().stream())
                        .distinct()
                        .toList(),
                held.messagesByLine(),
                now);
        Map<String, MemberSetHolder> holders = acquireMemberSets(handle, groups, due);
        Map<String, List<String>> members = readMembers(handle, groups.values(), due);
        List<Mailbox> mailboxes = new ArrayList<>();
        for (DueMailbox each : due.mailboxes()) {
            ClaimedGroup group = groups.get(each.mailbox());
            List<WaitingCall> waiting = due.of(each.mailbox());
            mailboxes.add(new Mailbox(
                    each.mailbox(),
                    new Mailbox.Lease(token, each.arrived(), settings.startDeadline(now)),
                    new Mailbox.Group(
                            group.groupRef(),
                            group.chatId(),
                            group.line(),
                            group.line().flatMap(line -> grants.grant(line, countMessages(waiting)))),
                    rateLimiter(each),
                    people.turns(each.mailbox(), group.line(), members.getOrDefault(each.mailbox(), List.of())),
                    Optional.ofNullable(holders.get(each.mailbox())).map(holder -> blocker(holder, now)),
                    loadedCalls(waiting, referred, media, group.groupRef().or(group::chatId), each.abandoned()),
                    now));
        }
        return mailboxes;
    }

    /** The previous worker of an abandoned mailbox may have made its next call, and only now this is still known. */
    private static void markIndeterminate(Handle handle, DueCalls due) {
        List<Long> inDoubt = due.mailboxes().stream()
                .filter(DueMailbox::abandoned)
                .flatMap(each -> due.of(each.mailbox()).stream().limit(1))
                .map(WaitingCall::callId)
                .toList();
        markIndeterminate(handle, inDoubt);
    }

    /** Records that Linq may have got these calls, though no answer is known. */
    static void markIndeterminate(Handle handle, List<Long> inDoubt) {
        if (!inDoubt.isEmpty()) {
            handle.createUpdate(Database.sql("mailbox/mark-call-indeterminate"))
                    .bindArray("callIds", Long.class, inDoubt)
                    .execute();
        }
    }

    private static long countMessages(List<WaitingCall> waiting) {
        return waiting.stream().filter(call -> call.kind().isMessage()).count();
    }

    /** The members of the groups that messages wait for, as far as they are known; none without a limit for them. */
    private Map<String, List<String>> readMembers(Handle handle, Collection<ClaimedGroup> groups, DueCalls due) {
        if (!people.isOn()) {
            return Map.of();
        }
        Map<String, List<String>> members = new HashMap<>();
        Map<String, String> mailboxes = new HashMap<>();
        for (ClaimedGroup group : groups) {
            List<WaitingCall> waiting = due.of(group.mailbox());
            if (group.chatId().isPresent() && countMessages(waiting) > 0) {
                mailboxes.put(group.chatId().get(), group.mailbox());
            }
            waiting.stream()
                    .filter(call -> call.kind() == CallKind.CREATE_CHAT)
                    .flatMap(call -> call.body().stream())
                    .forEach(body -> {
                        List<String> to = new ArrayList<>();
                        LedgerJson.read(body).path("to").forEach(handleOf -> to.add(handleOf.asText()));
                        members.put(group.mailbox(), to);
                    });
        }
        handle.createQuery(Database.sql("mailbox/find-chat-states"))
                .bindArray("chatIds", String.class, mailboxes.keySet())
                .mapTo(StateOfChat.class)
                .forEach(chat -> members.put(mailboxes.get(chat.chatId()), ChatState.activePeople(chat.state())));
        return members;
    }

    private MessageRateLimiter rateLimiter(DueMailbox mailbox) {
        return new MessageRateLimiter(
                settings.messagesPerMinute(),
                mailbox.sent().stream().map(Instant::ofEpochMilli).toList());
    }

    private Mailbox.LoadedCalls loadedCalls(
            List<WaitingCall> waiting,
            ReferredMessages referred,
            MediaOfCalls media,
            Optional<String> group,
            boolean abandoned) {
        return new Mailbox.LoadedCalls(
                toCalls(waiting, media, group, abandoned),
                waiting.stream().noneMatch(WaitingCall::more),
                memory.largeBytes(waiting),
                waiting.stream().findFirst().flatMap(call -> media.findProblem(call)
                        .or(() -> referred.problem(call))));
    }

    private static List<Call> toCalls(
            List<WaitingCall> waiting, MediaOfCalls media, Optional<String> group, boolean abandoned) {
        List<Call> calls = new ArrayList<>(waiting.size());
        for (WaitingCall row : waiting) {
            boolean first = calls.isEmpty();
            calls.add(new Call(
                    row.callId(),
                    row.commandId(),
                    row.position(),
                    group,
                    row.batchId(),
                    row.traceContext().map(TraceContext::new),
                    row.kind(),
                    row.method(),
                    row.path(),
                    row.body().orElseThrow(),
                    row.attempts(),
                    row.maybeDone() || (first && abandoned),
                    row.failingSince(),
                    row.notReadySince(),
                    row.expiresAt(),
                    media.hasFilesOnly(row)));
        }
        return calls;
    }

    /** Acquires the member set of each create that comes next. */
    private static Map<String, MemberSetHolder> acquireMemberSets(
            Handle handle, Map<String, ClaimedGroup> groups, DueCalls due) {
        // In order of acceptance: a spreadsheet names all of its groups but the last.
        return MemberSets.acquire(
                handle,
                due.next()
                        .filter(call -> call.kind() == CallKind.CREATE_CHAT)
                        .sorted(Comparator.comparingLong(WaitingCall::callId))
                        .collect(Collectors.toMap(
                                WaitingCall::mailbox,
                                call -> groups.get(call.mailbox()).memberSet().orElseThrow(),
                                (one, other) -> one,
                                LinkedHashMap::new)));
    }

    private Mailbox.Blocker blocker(MemberSetHolder holder, Instant now) {
        // A rename that was sent after the last one failed; the event may arrive before the response to its call.
        Optional<Instant> pendingSince = holder.renameSentAt()
                .filter(sentAt -> holder.renameFailedAt().stream().noneMatch(failedAt -> failedAt.isAfter(sentAt)));
        boolean overdue = pendingSince
                .filter(since -> since.plus(settings.renamePollAfter()).isBefore(now))
                .isPresent();
        boolean inTime = pendingSince
                .filter(since -> !since.plus(settings.renameTimeout()).isBefore(now))
                .isPresent();
        boolean nameless = holder.chatId().isPresent() && !holder.renameWaits() && !inTime;
        return new Mailbox.Blocker(holder.mailbox(), holder.chatId(), overdue, nameless);
    }
}
