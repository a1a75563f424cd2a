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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Merges two mailboxes when a chat that commands have addressed by its id turns out to be the chat of a group: all waiting
 * calls move from the mailbox of the chat to the mailbox of the group, in the order of acceptance.
 *
 * <p>A worker of any instance may have a call of the chat in flight. The group's mailbox is then leased to that worker until
 * it has recorded the result, so that no other call to the chat starts before. If the worker has died, the lease expires like
 * any other. The worker finds that its own mailbox no longer exists, and releases the group's instead.
 */
final class MailboxMerger {
    private MailboxMerger() {}

    /**
     * A mailbox that is merged into another.
     *
     * @param source mailbox of a chat that is known by its id only
     * @param target mailbox of the group whose chat that is
     */
    record Merge(String source, String target) {}

    /** Merges two mailboxes that this transaction has locked; the target is no longer leased. */
    static void merge(Handle handle, Merge merge, Instant now) {
        Map<String, MailboxState> states = readStates(handle, List.of(merge.source, merge.target));
        MailboxState source = states.get(merge.source);
        // A transaction that accepts a delayed command locks only the group.
        GroupLocks.lockAndRequireExisting(handle, List.of(merge.source));
        moveCalls(handle, merge, source.lease().isPresent());
        handle.createUpdate(Database.sql("mailbox/merge-mailbox"))
                .bind("mailbox", merge.target)
                .bindArray(
                        "sent",
                        Long.class,
                        Stream.of(states.get(merge.target), source)
                                .flatMap(state -> state.sent().stream())
                                .toList())
                .bind("lease", source.lease().map(MailboxMerger::mergedToken).orElse(null))
                // The end of the lease, or of a delay that Linq has requested for the chat.
                .bind("due", source.dueAt().filter(now::isBefore).orElse(now))
                .execute();
        // Retention deletes a group with its last command.
        for (String statement : List.of("mailbox/merge-group", "mailbox/merge-commands")) {
            handle.createUpdate(Database.sql(statement))
                    .bind("mailbox", merge.target)
                    .bind("merged", merge.source)
                    .execute();
        }
        for (String statement : List.of("mailbox/delete-merged-mailbox", "mailbox/delete-merged-group")) {
            handle.createUpdate(Database.sql(statement))
                    .bind("mailbox", merge.source)
                    .execute();
        }
    }

    private static void moveCalls(Handle handle, Merge merge, boolean inFlight) {
        List<CallToMove> calls = handle.createQuery(Database.sql("mailbox/find-calls-to-move"))
                .bind("mailbox", merge.source)
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
                .bind("mailbox", merge.target)
                .bindArray("callIds", Long.class, callIds)
                .execute();
        if (inFlight) {
            // If its worker dies, it is no longer known which of the calls was in flight.
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
     * Releases the mailboxes into which these were merged, if they are still leased to the same workers.
     *
     * @param unleased updates of mailboxes whose own lease is lost
     * @param others mailboxes to lock together with them, in a consistent order
     * @return the names of the released mailboxes, by the worker's own mailbox
     */
    static Map<Mailbox, String> release(
            Handle handle, Collection<LeasedMailboxes.LeaseUpdate> unleased, Collection<String> others, Instant now) {
        Map<String, String> byChat = mailboxesOf(
                handle,
                unleased.stream()
                        .flatMap(each -> each.mailbox().chatId().stream())
                        .toList());
        Map<Mailbox, String> mergedInto = new HashMap<>();
        for (LeasedMailboxes.LeaseUpdate each : unleased) {
            each.mailbox().chatId().map(byChat::get).ifPresent(mailbox -> mergedInto.put(each.mailbox(), mailbox));
        }
        if (mergedInto.isEmpty()) {
            return Map.of();
        }
        MailboxLocks.insertMissingAndLock(
                handle,
                Stream.concat(others.stream(), mergedInto.values().stream()).toList());
        Map<String, MailboxState> states = readStates(handle, mergedInto.values());
        for (LeasedMailboxes.LeaseUpdate each : unleased) {
            String mailbox = mergedInto.get(each.mailbox());
            if (mailbox != null && !release(handle, each, states.get(mailbox), now)) {
                mergedInto.remove(each.mailbox());
            }
        }
        return mergedInto;
    }

    private static boolean release(Handle handle, LeasedMailboxes.LeaseUpdate each, MailboxState state, Instant now) {
        List<Long> sent = new ArrayList<>(state.sent());
        each.messageSentAt().map(Instant::toEpochMilli).ifPresent(sent::add);
        return handle.createUpdate(Database.sql("mailbox/release-merged-mailbox"))
                        .bind("mailbox", state.mailbox())
                        .bind("lease", mergedToken(each.mailbox().lease().token()))
                        .bindArray("sent", Long.class, sent)
                        .bind("due", each.mailbox().nextDueAt(now).orElse(now))
                        .execute()
                == 1;
    }

    /** Renews the leases of the mailboxes into which these were merged. */
    static void renew(Handle handle, Collection<Mailbox> merged, Instant until) {
        PreparedBatch batch = handle.prepareBatch(Database.sql("mailbox/renew-merged-lease"));
        for (Mailbox mailbox : merged) {
            mailbox.chatId().ifPresent(chatId -> batch.bind("chatId", chatId)
                    .bind("lease", mergedToken(mailbox.lease().token()))
                    .bind("until", until)
                    .add());
        }
        LedgerTransaction.execute(batch);
    }

    /** A different token, because one token covers many mailboxes: a former worker of the group must not release it again. */
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

    private static Map<String, MailboxState> readStates(Handle handle, Collection<String> mailboxes) {
        return handle
                .createQuery(Database.sql("mailbox/find-mailbox-states"))
                .bindArray("mailboxes", String.class, List.copyOf(mailboxes))
                .mapTo(MailboxState.class)
                .stream()
                .collect(Collectors.toMap(MailboxState::mailbox, Function.identity()));
    }
}
