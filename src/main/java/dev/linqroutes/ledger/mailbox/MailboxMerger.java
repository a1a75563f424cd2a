package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.CallToMove;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ChatMailbox;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.MailboxState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Makes one mailbox of two when a chat that commands named by its id turns out to be the chat of a group: everything that
 * waits in the mailbox of the bare chat moves into the group's, in the order of acceptance.
 *
 * <p>A worker may have a call of the bare chat in flight, in any instance. The group's mailbox is then leased to that worker
 * until it has recorded what the call came to, so that nothing else is begun in the chat before; if the worker has died, the
 * lease runs out like any other. That worker finds its own mailbox gone, and gives the group's back instead.
 */
public final class MailboxMerger {
    private MailboxMerger() {}

    /**
     * One mailbox that becomes part of another.
     *
     * @param source of a chat that is only known by its id
     * @param target of the group whose chat that is
     */
    record Merge(String source, String target) {}

    /**
     * Locks mailboxes in the order in which everybody does. Those that are not there yet, because all that was accepted for
     * them is delayed, are made: nobody else can make them meanwhile. One without a group has become part of another.
     */
    public static void lock(Handle handle, Collection<String> mailboxes) {
        handle.createUpdate(Database.sql("mailbox/insert-missing-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .execute();
        PreparedBatch locked = handle.prepareBatch(Database.sql("mailbox/lock-mailbox"));
        for (String mailbox : new TreeSet<>(mailboxes)) {
            locked.bind("mailbox", mailbox).add();
        }
        LedgerTransaction.execute(locked);
    }

    /** Merges two mailboxes that this transaction has locked; the group's is in no worker's hands any more. */
    static void merge(Handle handle, Merge pair, Instant now) {
        Map<String, MailboxState> states = states(handle, List.of(pair.source, pair.target));
        MailboxState merged = states.get(pair.source);
        // Whoever accepts a delayed command has locked the group only.
        GroupLocks.lockAndRequireExisting(handle, List.of(pair.source));
        moveCalls(handle, pair, merged.lease() != null);
        handle.createUpdate(Database.sql("mailbox/merge-mailbox"))
                .bind("mailbox", pair.target)
                .bindArray(
                        "sent",
                        Long.class,
                        Stream.of(states.get(pair.target), merged)
                                .flatMap(state -> state.messages().stream())
                                .toList())
                .bind("lease", merged.lease() == null ? null : mergedToken(merged.lease()))
                // The end of the lease; or when Linq lets the chat go on.
                .bind("due", merged.dueAt() == null || merged.dueAt().isBefore(now) ? now : merged.dueAt())
                .execute();
        // A group goes with its last command: see Retention.
        for (String statement : List.of("mailbox/merge-group", "mailbox/merge-commands")) {
            handle.createUpdate(Database.sql(statement))
                    .bind("mailbox", pair.target)
                    .bind("merged", pair.source)
                    .execute();
        }
        for (String statement : List.of("mailbox/delete-merged-mailbox", "mailbox/delete-merged-group")) {
            handle.createUpdate(Database.sql(statement))
                    .bind("mailbox", pair.source)
                    .execute();
        }
    }

    private static void moveCalls(Handle handle, Merge pair, boolean inFlight) {
        List<CallToMove> calls = handle.createQuery(Database.sql("mailbox/find-calls-to-move"))
                .bind("mailbox", pair.source)
                .mapTo(CallToMove.class)
                .list();
        if (calls.isEmpty()) {
            return;
        }
        List<Long> callIds = calls.stream().map(CallToMove::callId).toList();
        handle.createQuery(Database.sql("mailbox/lock-calls"))
                .bindArray("callIds", Long.class, callIds)
                .mapTo(Long.class)
                .list();
        handle.createUpdate(Database.sql("mailbox/move-calls"))
                .bind("mailbox", pair.target)
                .bindArray("callIds", Long.class, callIds)
                .execute();
        if (inFlight) {
            // Should its worker die, nobody could tell any more which of the calls it had.
            List<Long> next = calls.stream()
                    .filter(CallToMove::waiting)
                    .limit(1)
                    .map(CallToMove::callId)
                    .toList();
            handle.createUpdate(Database.sql("mailbox/mark-call-indeterminate"))
                    .bindArray("callIds", Long.class, next)
                    .execute();
        }
    }

    /**
     * Gives back the mailboxes that those of these workers have become part of, if they are still leased to them.
     *
     * @param gone whose own mailbox is not theirs any more
     * @param others mailboxes that are locked with them, in one order
     * @return those of the workers who had one to give back
     */
    static Map<Mailbox, String> release(
            Handle handle, Collection<LeasedMailboxes.LeaseUpdate> gone, Collection<String> others, Instant now) {
        Map<String, String> byChat = mailboxesOf(
                handle,
                gone.stream().flatMap(each -> each.mailbox().chatId().stream()).toList());
        Map<Mailbox, String> mergedInto = new HashMap<>();
        for (LeasedMailboxes.LeaseUpdate each : gone) {
            each.mailbox().chatId().map(byChat::get).ifPresent(mailbox -> mergedInto.put(each.mailbox(), mailbox));
        }
        if (mergedInto.isEmpty()) {
            return Map.of();
        }
        lock(
                handle,
                Stream.concat(others.stream(), mergedInto.values().stream()).toList());
        Map<String, MailboxState> states = states(handle, mergedInto.values());
        for (LeasedMailboxes.LeaseUpdate each : gone) {
            String mailbox = mergedInto.get(each.mailbox());
            if (mailbox != null && !release(handle, each, states.get(mailbox), now)) {
                mergedInto.remove(each.mailbox());
            }
        }
        return mergedInto;
    }

    private static boolean release(Handle handle, LeasedMailboxes.LeaseUpdate each, MailboxState state, Instant now) {
        List<Long> sent = new ArrayList<>(state.messages());
        each.messageSentAt().map(Instant::toEpochMilli).ifPresent(sent::add);
        return handle.createUpdate(Database.sql("mailbox/release-merged-mailbox"))
                        .bind("mailbox", state.mailbox())
                        .bind("lease", mergedToken(each.mailbox().lease().token()))
                        .bindArray("sent", Long.class, sent)
                        .bind("due", each.mailbox().nextDueAt(now).orElse(now))
                        .execute()
                == 1;
    }

    /** Renews the lease of the mailboxes that those of these workers have become part of. */
    static void renew(Handle handle, Collection<Mailbox> gone, Instant until) {
        PreparedBatch batch = handle.prepareBatch(Database.sql("mailbox/renew-merged-lease"));
        for (Mailbox mailbox : gone) {
            mailbox.chatId().ifPresent(chatId -> batch.bind("chatId", chatId)
                    .bind("lease", mergedToken(mailbox.lease().token()))
                    .bind("until", until)
                    .add());
        }
        LedgerTransaction.execute(batch);
    }

    /** Another token: one claim leases many mailboxes, and whoever had the group's must not give it back a second time. */
    private static String mergedToken(String token) {
        return "merged-" + token;
    }

    private static Map<String, String> mailboxesOf(Handle handle, List<String> chatIds) {
        return handle
                .createQuery(Database.sql("mailbox/find-mailboxes-of-chats"))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(ChatMailbox.class)
                .stream()
                .collect(Collectors.toMap(ChatMailbox::chatId, ChatMailbox::mailbox));
    }

    private static Map<String, MailboxState> states(Handle handle, Collection<String> mailboxes) {
        return handle
                .createQuery(Database.sql("mailbox/find-mailbox-states"))
                .bindArray("mailboxes", String.class, List.copyOf(mailboxes))
                .mapTo(MailboxState.class)
                .stream()
                .collect(Collectors.toMap(MailboxState::mailbox, Function.identity()));
    }
}
