package dev.linqroutes.ledger.confirm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.CallToResend;
import dev.linqroutes.ledger.confirm.SignalMatcher.Match;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.mailbox.GroupLocks;
import dev.linqroutes.ledger.mailbox.LateWarnings;
import dev.linqroutes.ledger.mailbox.MailboxArrivals;
import dev.linqroutes.ledger.mailbox.MailboxLocks;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.RepeatedKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Puts a message back into its mailbox that Linq has accepted, and later failed with code 4001 (reference 4.8, 6): once, and with
 * a fresh key, because Linq answers a used one with the message that has failed. No event ever corrects such a failure in a group,
 * also if members have the message: they may get it twice.
 */
final class MessageResender {
    private static final int DELIVERY_FAILED = 4001;

    private final ResendPolicy policy;

    MessageResender(ResendPolicy policy) {
        this.policy = policy;
    }

    /** Puts back those of the calls that are to be made once more, and returns them. */
    List<Match> resend(Handle handle, List<Match> matches, Instant now) {
        return policy == ResendPolicy.NEVER
                ? List.of()
                : matches.stream()
                        .filter(match -> isCandidate(match) && resend(handle, match.call(), now))
                        .toList();
    }

    private static boolean isCandidate(Match match) {
        AwaitedCall call = match.call();
        // Without a key (a voice memo) it could not be known whether a second attempt has reached Linq.
        return match.result() instanceof ConfirmationResult.Refused refused
                && refused.fault().code().equals(Optional.of(DELIVERY_FAILED))
                && call.kind().isMessage()
                && call.idempotencyKey()
                        .filter(key -> !RepeatedKey.isResent(key))
                        .isPresent();
    }

    private boolean resend(Handle handle, AwaitedCall call, Instant now) {
        Optional<CallToResend> found = handle.createQuery(Database.sql("confirm/find-call-to-resend"))
                .bind("callId", call.callId())
                .mapTo(CallToResend.class)
                .findOne();
        if (found.isEmpty() || found.get().body().equals(ErasedContent.BODY)) {
            return false;
        }
        String mailbox = found.get().mailbox();
        // No later message can begin until this transaction has ended.
        MailboxLocks.insertMissingAndLock(handle, List.of(mailbox));
        GroupLocks.requireExisting(handle, List.of(mailbox));
        if (policy == ResendPolicy.IN_ORDER && mayHaveLaterMessage(handle, call, mailbox)) {
            return false;
        }
        MailboxArrivals.record(handle, List.of(mailbox), now);
        String key = call.idempotencyKey().orElseThrow();
        String fresh = RepeatedKey.resent(key);
        String body = RepeatedKey.replace(found.get().body(), key, fresh);
        boolean isCreate = call.kind() == CallKind.CREATE_CHAT;
        handle.createUpdate(Database.sql("confirm/resend-call"))
                .bind("callId", call.callId())
                .bind("mailbox", mailbox)
                // The chat is there: a second create could make another one.
                .bind("kind", isCreate ? CallKind.SEND_MESSAGE : call.kind())
                .bind("path", isCreate ? "/chats/{chat_id}/messages" : call.path())
                .bind("body", isCreate ? messageOf(body) : body)
                .bind("idempotencyKey", fresh)
                .bind("keepsOrder", policy == ResendPolicy.IN_ORDER)
                .execute();
        String warning = "the message of call " + call.position() + " was accepted, and failed later with code "
                + DELIVERY_FAILED + "; it is sent once more (linq.resend)";
        LateWarnings.add(handle, Map.of(call.commandId(), warning), known -> false);
        return true;
    }

    private static boolean mayHaveLaterMessage(Handle handle, AwaitedCall call, String mailbox) {
        return handle.createQuery(Database.sql("confirm/has-later-message"))
                .bind("callId", call.callId())
                .bind("mailbox", mailbox)
                .mapTo(Boolean.class)
                .one();
    }

    private static String messageOf(String createBody) {
        ObjectNode body = LedgerJson.MAPPER.createObjectNode();
        body.set("message", LedgerJson.read(createBody).get("message"));
        return body.toString();
    }
}
