package dev.linqroutes.ledger.confirm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.CallToResend;
import dev.linqroutes.ledger.confirm.SignalMatcher.Match;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.mailbox.GroupLocks;
import dev.linqroutes.ledger.mailbox.MailboxArrivals;
import dev.linqroutes.ledger.mailbox.MailboxLocks;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.RepeatedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /**
     * What became of the calls whose message Linq has failed.
     *
     * @param resent were put back
     * @param notResent would have been, if it were not for the reason
     */
    record Resends(List<Match> resent, Map<Match, String> notResent) {
        static final Resends NONE = new Resends(List.of(), Map.of());

        /** Warnings about these calls, by command. */
        Map<String, List<String>> warnings() {
            Map<String, List<String>> warnings = new LinkedHashMap<>();
            resent.forEach(
                    match -> add(warnings, match.call(), "; it was put back to be sent once more (linq.resend)"));
            notResent.forEach((match, reason) ->
                    add(warnings, match.call(), "; it was not sent once more, because " + reason + " (linq.resend)"));
            return warnings;
        }

        private static void add(Map<String, List<String>> warnings, AwaitedCall call, String consequence) {
            warnings.computeIfAbsent(call.commandId(), any -> new ArrayList<>())
                    .add("the message of call " + call.position() + " was accepted, and failed later with code "
                            + DELIVERY_FAILED + consequence);
        }
    }

    /** Puts back those of the calls that are to be made once more. Their commands are not locked. */
    Resends resend(Handle handle, List<Match> matches, Instant now) {
        if (policy == ResendPolicy.NEVER) {
            return Resends.NONE;
        }
        Map<Match, CallToResend> found = new LinkedHashMap<>();
        matches.stream().filter(MessageResender::isCandidate).forEach(match -> find(handle, match)
                .ifPresent(call -> found.put(match, call)));
        Set<String> mailboxes =
                found.values().stream().map(CallToResend::mailbox).collect(Collectors.toSet());
        if (mailboxes.isEmpty()) {
            return Resends.NONE;
        }
        // All at once, in order. No later message can begin until this transaction has ended.
        MailboxLocks.insertMissingAndLock(handle, mailboxes);
        GroupLocks.requireExisting(handle, mailboxes);
        Resends resends = new Resends(new ArrayList<>(), new LinkedHashMap<>());
        found.forEach((match, call) -> findObstacle(handle, match.call(), call.mailbox())
                .ifPresentOrElse(reason -> resends.notResent.put(match, reason), () -> {
                    resend(handle, match.call(), call, now);
                    resends.resent.add(match);
                }));
        return resends;
    }

    private Optional<String> findObstacle(Handle handle, AwaitedCall call, String mailbox) {
        if (hasLaterChange(handle, call, mailbox)) {
            return Optional.of("it was, or will be, deleted or changed");
        }
        return policy == ResendPolicy.IN_ORDER && mayHaveLaterMessage(handle, call, mailbox)
                ? Optional.of("a later message of the group may have been sent")
                : Optional.empty();
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

    private static Optional<CallToResend> find(Handle handle, Match match) {
        return handle.createQuery(Database.sql("confirm/find-call-to-resend"))
                .bind("callId", match.call().callId())
                .mapTo(CallToResend.class)
                .findOne()
                .filter(call -> !call.body().equals(ErasedContent.BODY));
    }

    private void resend(Handle handle, AwaitedCall call, CallToResend found, Instant now) {
        MailboxArrivals.record(handle, List.of(found.mailbox()), now);
        String key = call.idempotencyKey().orElseThrow();
        String fresh = RepeatedKey.resent(key);
        String body = RepeatedKey.replace(found.body(), key, fresh);
        boolean isCreate = call.kind() == CallKind.CREATE_CHAT;
        handle.createUpdate(Database.sql("confirm/resend-call"))
                .bind("callId", call.callId())
                .bind("mailbox", found.mailbox())
                // The chat is there: a second create could make another one.
                .bind("kind", isCreate ? CallKind.SEND_MESSAGE : call.kind())
                .bind("path", isCreate ? "/chats/{chat_id}/messages" : call.path())
                .bind("body", isCreate ? messageOf(body) : body)
                .bind("idempotencyKey", fresh)
                .bind("keepsOrder", policy == ResendPolicy.IN_ORDER)
                .execute();
    }

    /** The change is of the message that has failed, and would be lost, or undone, with the one that is sent in its place. */
    private boolean hasLaterChange(Handle handle, AwaitedCall call, String mailbox) {
        return handle.createQuery(Database.sql("confirm/has-later-change"))
                .bind("callId", call.callId())
                .bind("mailbox", mailbox)
                .bind("messageId", call.messageId().orElse(null))
                .bind("commandId", call.commandId())
                .bind("position", call.position())
                .bind("keepsOrder", policy == ResendPolicy.IN_ORDER)
                .mapTo(Boolean.class)
                .one();
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
