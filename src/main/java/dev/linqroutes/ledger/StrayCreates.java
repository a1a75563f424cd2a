package dev.linqroutes.ledger;

import dev.linqroutes.ledger.CallResult.Accepted;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.MailboxRowTypes.CallInDoubtSince;
import dev.linqroutes.ledger.MailboxRowTypes.KnownChat;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Creates that Linq has put into the chat of another group: for the same line and members it gives back the chat that is
 * there, and says so nowhere (reference 2.2, rule 4). Only the chat's id tells.
 */
final class StrayCreates {
    private final Map<String, KnownChat> chats = new HashMap<>();
    private final Map<String, KnownChat> owners = new HashMap<>();
    private final Map<Long, Instant> inDoubtSince = new HashMap<>();

    /** @param creates the chats that creates have got, by the ids of their calls */
    static StrayCreates among(Handle handle, Map<Long, String> creates) {
        StrayCreates strays = new StrayCreates();
        if (!creates.isEmpty()) {
            handle.createQuery(Database.sql("known-chats"))
                    .bindArray("chatIds", String.class, List.copyOf(creates.values()))
                    .mapTo(KnownChat.class)
                    .forEach(chat -> strays.chats.put(chat.chatId(), chat));
        }
        if (!strays.chats.isEmpty()) {
            handle.createQuery(Database.sql("creates-in-doubt"))
                    .bindArray("callIds", Long.class, List.copyOf(creates.keySet()))
                    .mapTo(CallInDoubtSince.class)
                    .forEach(call -> strays.inDoubtSince.put(call.callId(), call.inDoubtSince()));
        }
        return strays;
    }

    /** The mailbox of a chat that is only known by its id. */
    Optional<String> bareMailbox(String chatId) {
        return Optional.ofNullable(chats.get(chatId)).map(KnownChat::mailbox).filter(MailboxNames::isOfChat);
    }

    /**
     * What is wrong with the chat that a create got, if anything is.
     *
     * @param triedAt when the create was first tried, as far as its worker knows; one that died may have sent it before. A
     *     chat that somebody named by its id since then may be its own, of which an event has told
     */
    Optional<Fault> fault(Mailbox mailbox, Call create, Accepted answer, Instant triedAt) {
        Instant inDoubt = inDoubtSince.getOrDefault(create.callId(), triedAt);
        Instant sentAt = inDoubt.isBefore(triedAt) ? inDoubt : triedAt;
        String chatId = answer.chatId().orElseThrow();
        KnownChat here =
                new KnownChat(chatId, mailbox.name(), mailbox.groupRef().orElse(null), sentAt);
        KnownChat known = chats.getOrDefault(chatId, here);
        boolean bare = known.groupRef() == null
                && known.enteredAt() != null
                && !known.enteredAt().isBefore(sentAt);
        if (bare || known == here) {
            // Of several creates with one chat the first has it.
            known = owners.computeIfAbsent(chatId, id -> here);
        }
        boolean own = known.mailbox().equals(mailbox.name());
        return own ? Optional.empty() : Optional.of(fault(answer, known));
    }

    private static Fault fault(Accepted answer, KnownChat known) {
        String owner = known.groupRef() == null ? "made elsewhere" : "of group \"" + known.groupRef() + "\"";
        return new Fault(
                Optional.of(answer.httpStatus()),
                Optional.empty(),
                "Linq put this group into chat " + known.chatId() + " " + owner
                        + ", which has the same line and members"
                        + " and no name; its first message is there, nothing more was done; name that chat first, or"
                        + " change the members",
                Optional.empty(),
                answer.traceId());
    }
}
