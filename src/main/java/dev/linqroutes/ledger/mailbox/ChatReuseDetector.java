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
 * Creates that Linq has put into the chat of another group: for the same line and members it gives back the chat that is
 * there, and says so nowhere (reference 2.2, rule 4). Only the chat's id tells.
 */
final class ChatReuseDetector {
    private final Map<String, ChatOwner> knownChats = new HashMap<>();
    private final Map<String, ChatOwner> owners = new HashMap<>();
    private final Map<Long, Instant> inDoubtSince = new HashMap<>();

    /** @param creates the chats that creates have got, by the ids of their calls */
    static ChatReuseDetector load(Handle handle, Map<Long, String> creates) {
        ChatReuseDetector strays = new ChatReuseDetector();
        if (!creates.isEmpty()) {
            handle.createQuery(Database.sql("mailbox/find-owners-of-chats"))
                    .bindArray("chatIds", String.class, List.copyOf(creates.values()))
                    .mapTo(ChatOwner.class)
                    .forEach(chat -> strays.knownChats.put(chat.chatId(), chat));
        }
        if (!strays.knownChats.isEmpty()) {
            handle.createQuery(Database.sql("mailbox/find-creates-in-doubt"))
                    .bindArray("callIds", Long.class, List.copyOf(creates.keySet()))
                    .mapTo(CallInDoubtSince.class)
                    .forEach(call -> strays.inDoubtSince.put(call.callId(), call.inDoubtSince()));
        }
        return strays;
    }

    /** The mailbox of a chat that is only known by its id. */
    Optional<String> findChatMailbox(String chatId) {
        return Optional.ofNullable(knownChats.get(chatId))
                .map(ChatOwner::mailbox)
                .filter(MailboxNames::isOfChat);
    }

    /**
     * What is wrong with the chat that a create got, if anything is.
     *
     * @param triedAt when the create was first tried, as far as its worker knows; one that died may have sent it before. A
     *     chat that somebody named by its id since then may be its own, of which an event has told
     */
    Optional<Fault> detect(Mailbox mailbox, Call create, Accepted answer, Instant triedAt) {
        Instant inDoubt = inDoubtSince.getOrDefault(create.callId(), triedAt);
        Instant sentAt = inDoubt.isBefore(triedAt) ? inDoubt : triedAt;
        String chatId = answer.chatId().orElseThrow();
        ChatOwner here =
                new ChatOwner(chatId, mailbox.name(), mailbox.groupRef().orElse(null), sentAt);
        ChatOwner known = knownChats.getOrDefault(chatId, here);
        boolean bare = known.groupRef() == null
                && known.enteredAt() != null
                && !known.enteredAt().isBefore(sentAt);
        if (bare || known == here) {
            // Of several creates with one chat the first has it.
            known = owners.computeIfAbsent(chatId, id -> here);
        }
        boolean own = known.mailbox().equals(mailbox.name());
        return own ? Optional.empty() : Optional.of(describe(answer, known));
    }

    private static Fault describe(Accepted answer, ChatOwner known) {
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
