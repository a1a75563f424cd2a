package dev.linqroutes.ledger;

import dev.linqroutes.ledger.MailboxRowTypes.CallToMove;
import dev.linqroutes.ledger.MailboxRowTypes.ChatMailbox;
import dev.linqroutes.ledger.MailboxRowTypes.MailboxState;
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
final class MailboxMerge {
    private MailboxMerge() {}

    /**
     * One mailbox that becomes part of another.
     *
     * @param merged of a chat that is only known by its id
     * @param mailbox of the group whose chat that is
     */
    record Pair(String merged, String mailbox) {}

    /**
     * Locks mailboxes in the order in which everybody does. Those that are not there yet, because all that was accepted for
     * them is delayed, are made: nobody else can make them meanwhile. One without a group has become part of another.
     */
    static void lock(Handle handle, Collection<String> mailboxes) {
        handle.createUpdate(Database.sql("insert-missing-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .execute();
        PreparedBatch locked = handle.prepareBatch(Database.sql("lock-mailbox"));
        for (String mailbox : new TreeSet<>(mailboxes)) {
            locked.bind("mailbox", mailbox).add();
        }
        LedgerTransaction.execute(locked);
    }

    /** Merges two mailboxes that this transaction has locked; the group's is in no worker's hands any more. */
    static void merge(Handle handle, Pair pair, Instant now) {
        Map<String, MailboxState> states = states(handle, List.of(pair.merged, pair.mailbox));
        MailboxState merged = states.get(pair.merged);
        // Whoever accepts a delayed command has locked the group only.
        GroupLocks.lockAndRequireExisting(handle, List.of(pair.merged));
        moveCalls(handle, pair, merged.lease() != null);
        handle.createUpdate(Database.sql("merge-mailbox"))
                .bind("mailbox", pair.mailbox)
                .bindArray(
                        "sent",
                        Long.class,
                        Stream.of(states.get(pair.mailbox), merged)
                                .flatMap(state -> state.messages().stream())
                                .toList())
                .bind("lease", merged.lease() == null ? null : leaseAfterMerge(merged.lease()))
                // The end of the lease; or when Linq lets the chat go on.
                .bind("due", merged.dueAt() == null || merged.dueAt().isBefore(now) ? now : merged.dueAt())
                .execute();
        // A group goes with its last command: see Retention.
        for (String statement : List.of("merge-group", "merge-commands")) {
            handle.createUpdate(Database.sql(statement))
                    .bind("mailbox", pair.mailbox)
                    .bind("merged", pair.merged)
                    .execute();
        }
        for (String statement : List.of("delete-mailbox", "delete-group")) {
            handle.createUpdate(Database.sql(statement))
                    .bind("mailbox", pair.merged)
                    .execute();
        }
    }

    private static void moveCalls(Handle handle, Pair pair, boolean inFlight) {
        List<CallToMove> calls = handle.createQuery(Database.sql("calls-to-move"))
                .bind("mailbox", pair.merged)
                .mapTo(CallToMove.class)
                .list();
        if (calls.isEmpty()) {
            return;
        }
        List<Long> callIds = calls.stream().map(CallToMove::callId).toList();
        handle.createQuery(Database.sql("lock-calls"))
                .bindArray("callIds", Long.class, callIds)
                .mapTo(Long.class)
                .list();
        handle.createUpdate(Database.sql("move-calls"))
                .bind("mailbox", pair.mailbox)
                .bindArray("callIds", Long.class, callIds)
                .execute();
        if (inFlight) {
            // Should its worker die, nobody could tell any more which of the calls it had.
            List<Long> next = calls.stream()
                    .filter(CallToMove::waiting)
                    .limit(1)
                    .map(CallToMove::callId)
                    .toList();
            handle.createUpdate(Database.sql("maybe-done"))
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
    static Map<Mailbox, String> giveBack(
            Handle handle, Collection<Mailboxes.Return> gone, Collection<String> others, Instant now) {
        Map<String, String> byChat = mailboxesOf(
                handle,
                gone.stream().flatMap(each -> each.mailbox().chatId().stream()).toList());
        Map<Mailbox, String> mergedInto = new HashMap<>();
        for (Mailboxes.Return each : gone) {
            each.mailbox().chatId().map(byChat::get).ifPresent(mailbox -> mergedInto.put(each.mailbox(), mailbox));
        }
        if (mergedInto.isEmpty()) {
            return Map.of();
        }
        lock(
                handle,
                Stream.concat(others.stream(), mergedInto.values().stream()).toList());
        Map<String, MailboxState> states = states(handle, mergedInto.values());
        for (Mailboxes.Return each : gone) {
            String mailbox = mergedInto.get(each.mailbox());
            if (mailbox != null && !giveBack(handle, each, states.get(mailbox), now)) {
                mergedInto.remove(each.mailbox());
            }
        }
        return mergedInto;
    }

    private static boolean giveBack(Handle handle, Mailboxes.Return each, MailboxState state, Instant now) {
        List<Long> sent = new ArrayList<>(state.messages());
        each.sent().map(Instant::toEpochMilli).ifPresent(sent::add);
        return handle.createUpdate(Database.sql("give-back-merged"))
                        .bind("mailbox", state.mailbox())
                        .bind("lease", leaseAfterMerge(each.mailbox().lease().token()))
                        .bindArray("sent", Long.class, sent)
                        .bind("due", each.mailbox().dueAgain(now).orElse(now))
                        .execute()
                == 1;
    }

    /** Renews the lease of the mailboxes that those of these workers have become part of. */
    static void renew(Handle handle, Collection<Mailbox> gone, Instant until) {
        PreparedBatch batch = handle.prepareBatch(Database.sql("renew-merged"));
        for (Mailbox mailbox : gone) {
            mailbox.chatId().ifPresent(chatId -> batch.bind("chatId", chatId)
                    .bind("lease", leaseAfterMerge(mailbox.lease().token()))
                    .bind("until", until)
                    .add());
        }
        LedgerTransaction.execute(batch);
    }

    /** Another token: one claim leases many mailboxes, and whoever had the group's must not give it back a second time. */
    private static String leaseAfterMerge(String token) {
        return "merged-" + token;
    }

    private static Map<String, String> mailboxesOf(Handle handle, List<String> chatIds) {
        return handle
                .createQuery(Database.sql("mailboxes-of-chats"))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(ChatMailbox.class)
                .stream()
                .collect(Collectors.toMap(ChatMailbox::chatId, ChatMailbox::mailbox));
    }

    private static Map<String, MailboxState> states(Handle handle, Collection<String> mailboxes) {
        return handle
                .createQuery(Database.sql("mailbox-states"))
                .bindArray("mailboxes", String.class, List.copyOf(mailboxes))
                .mapTo(MailboxState.class)
                .stream()
                .collect(Collectors.toMap(MailboxState::mailbox, Function.identity()));
    }
}
