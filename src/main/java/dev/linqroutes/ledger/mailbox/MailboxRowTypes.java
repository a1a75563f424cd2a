package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.List;

/** Rows of the statements that claim calls and record their results; columns are the components in snake case. Public for JDBI. */
public final class MailboxRowTypes {
    private MailboxRowTypes() {}

    public record ChatOwner(String chatId, String mailbox, String groupRef, Instant enteredAt) {}

    public record ChatMailbox(String chatId, String mailbox) {}

    public record MailboxState(String mailbox, String lease, Instant dueAt, List<Long> sent) {
        List<Long> messages() {
            return sent == null ? List.of() : sent;
        }
    }

    public record CallToMove(long callId, boolean waiting) {}

    public record CallInDoubtSince(long callId, Instant inDoubtSince) {}

    public record DueMailbox(String mailbox, long arrived, List<Long> sent, boolean abandoned) {}

    public record WaitingCall(
            long callId,
            String commandId,
            int position,
            String mailbox,
            CallKind kind,
            String method,
            String path,
            String body,
            long bytes,
            boolean more,
            int attempts,
            boolean maybeDone,
            Instant failingSince,
            Instant notReadySince,
            Instant expiresAt) {

        /** The first of its mailbox, and larger than a mailbox's part of the memory. */
        boolean isLarge() {
            return body == null;
        }

        WaitingCall withBody(String read) {
            return new WaitingCall(
                    callId,
                    commandId,
                    position,
                    mailbox,
                    kind,
                    method,
                    path,
                    read,
                    bytes,
                    more,
                    attempts,
                    maybeDone,
                    failingSince,
                    notReadySince,
                    expiresAt);
        }
    }

    public record LargeCall(long callId, String body) {}

    public record ClaimedGroup(String mailbox, String groupRef, String chatId, String line, String memberSet) {}

    public record MemberSetHolder(
            String memberSet,
            String mailbox,
            String chatId,
            String displayName,
            Instant renameSentAt,
            Instant renameFailedAt,
            boolean renameWaits) {}

    public record LineDay(String line, long messages) {}
}
