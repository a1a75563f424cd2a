package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A result that is to be recorded.
 *
 * @param startedAt when the call was sent
 * @param releaseMailbox whether the mailbox has no further call to make now
 */
record PendingResult(Mailbox mailbox, Call call, CallResult result, Instant startedAt, boolean releaseMailbox) {
    private static final Logger LOG = LoggerFactory.getLogger(PendingResult.class);

    boolean hasCreatedChat() {
        return call.kind() == CallKind.CREATE_CHAT && result instanceof CallResult.Accepted;
    }

    ChatRecorder.CreatedChat createdChat() {
        CallResult.Accepted accepted = (CallResult.Accepted) result;
        return new ChatRecorder.CreatedChat(
                accepted.chatId().orElseThrow(), mailbox.groupRef(), mailbox.line(), accepted.chat());
    }

    /** The same, or a failure when the create got the chat of another group. */
    PendingResult failIfReused(ChatReuseDetector detector, Handle handle) {
        if (!hasCreatedChat()) {
            return this;
        }
        Instant firstAttemptAt = call.failingSince().orElse(startedAt);
        return detector.detect(mailbox, call, (CallResult.Accepted) result, firstAttemptAt)
                .map(fault -> {
                    handle.afterCommit(() -> abandonCreate(fault));
                    return new PendingResult(mailbox, call, new CallResult.Failed(fault), startedAt, releaseMailbox);
                })
                .orElse(this);
    }

    private void abandonCreate(CallResult.Fault fault) {
        call.labels().on(LOG.atWarn()).log("{} failed: {}", call.describe(), fault.message());
        mailbox.abandonCreate(call);
    }

    /** The merge that is needed when commands have addressed the created chat by its id. */
    Optional<MailboxMerger.Merge> merge(ChatReuseDetector detector) {
        return hasCreatedChat()
                ? detector.findChatMailbox(createdChat().chatId())
                        .map(source -> new MailboxMerger.Merge(source, mailbox.name()))
                : Optional.empty();
    }

    LeasedMailboxes.LeaseUpdate leaseUpdate(boolean merges, Instant now) {
        boolean sent = call.kind().isMessage() && result.mayHaveReachedLinq();
        return new LeasedMailboxes.LeaseUpdate(
                mailbox,
                !releaseMailbox && !merges,
                mailbox.recentlySent(now).stream().filter(any -> sent).reduce((earlier, later) -> later));
    }
}
