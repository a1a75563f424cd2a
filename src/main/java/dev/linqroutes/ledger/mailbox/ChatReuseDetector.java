package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.CallInDoubtSince;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ChatOwner;
import dev.linqroutes.ledger.model.Call;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Detects creates for which Linq returned the chat of another group. For the same line and members it returns the existing
 * chat without saying so (reference 2.2, rule 4); only the chat's id shows it.
 */
final class ChatReuseDetector {
    private final Map<String, ChatOwner> knownChats = new HashMap<>();
    private final Map<String, ChatOwner> owners = new HashMap<>();
    private final Map<Long, Instant> inDoubtSince = new HashMap<>();

    /** @param creates the ids of the chats that creates got, by call id */
    static ChatReuseDetector load(Handle handle, Map<Long, String> creates) {
        ChatReuseDetector detector = new ChatReuseDetector();
        if (!creates.isEmpty()) {
            handle.createQuery(Database.sql("mailbox/find-owners-of-chats"))
                    .bindArray("chatIds", String.class, List.copyOf(creates.values()))
                    .mapTo(ChatOwner.class)
                    .forEach(chat -> detector.knownChats.put(chat.chatId(), chat));
        }
        if (!detector.knownChats.isEmpty()) {
            handle.createQuery(Database.sql("mailbox/find-creates-in-doubt"))
                    .bindArray("callIds", Long.class, List.copyOf(creates.keySet()))
                    .mapTo(CallInDoubtSince.class)
                    .forEach(call -> detector.inDoubtSince.put(call.callId(), call.inDoubtSince()));
        }
        return detector;
    }

    /** The mailbox of a chat that is known by its id only. */
    Optional<String> findChatMailbox(String chatId) {
        return Optional.ofNullable(knownChats.get(chatId))
                .map(ChatOwner::mailbox)
                .filter(MailboxNames::isOfChat);
    }

    /**
     * Checks whether the chat belongs to another group.
     *
     * @param attemptedAt time of the first attempt as far as its worker knows; an earlier worker that died may have sent it
     *     before. A chat that a command has addressed by its id since then may be the create's own, known from an event
     * @return the fault of the create, if the chat is not its own
     */
    Optional<Fault> detect(Mailbox mailbox, Call create, Accepted answer, Instant attemptedAt) {
        Instant inDoubt = inDoubtSince.getOrDefault(create.callId(), attemptedAt);
        Instant sentAt = inDoubt.isBefore(attemptedAt) ? inDoubt : attemptedAt;
        String chatId = answer.chatId().orElseThrow();
        ChatOwner here = new ChatOwner(chatId, mailbox.name(), mailbox.groupRef(), Optional.of(sentAt));
        ChatOwner known = knownChats.getOrDefault(chatId, here);
        boolean bare = known.groupRef().isEmpty()
                && known.enteredAt().filter(at -> !at.isBefore(sentAt)).isPresent();
        if (bare || known == here) {
            // Of several creates that got the same chat, the first owns it.
            known = owners.computeIfAbsent(chatId, id -> here);
        }
        boolean own = known.mailbox().equals(mailbox.name());
        return own ? Optional.empty() : Optional.of(describe(answer, known));
    }

    private static Fault describe(Accepted answer, ChatOwner known) {
        String owner = known.groupRef().map(ref -> "of group \"" + ref + "\"").orElse("created elsewhere");
        return new Fault(
                Optional.of(answer.httpStatus()),
                Optional.empty(),
                "Linq returned the existing chat " + known.chatId() + " " + owner
                        + " for this group, because it has the same line and members and no name; the first message was"
                        + " sent to that chat, the other calls were not made; name that chat first, or change the members",
                Optional.empty(),
                answer.traceId());
    }
}
