package dev.linqroutes.ledger;

import dev.linqroutes.ledger.CallResult.Accepted;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.RowTypes.KnownChat;
import java.time.Instant;
import java.util.Collection;
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

    /** @param chatIds that creates have got */
    static StrayCreates among(Handle handle, Collection<String> chatIds) {
        StrayCreates strays = new StrayCreates();
        if (!chatIds.isEmpty()) {
            handle.createQuery(Database.sql("known-chats"))
                    .bindArray("chatIds", String.class, List.copyOf(chatIds))
                    .mapTo(KnownChat.class)
                    .forEach(strays::enter);
        }
        return strays;
    }

    private void enter(KnownChat chat) {
        // A group's own chat before one that is only known by its id.
        chats.merge(chat.chatId(), chat, (one, other) -> one.groupRef() == null ? other : one);
    }

    /**
     * What is wrong with the chat that a create got, if anything is.
     *
     * @param sentAt when the create was first sent: a chat that somebody named by its id since then may be its own, of
     *     which an event has told
     */
    Optional<Fault> fault(Mailbox mailbox, Accepted answer, Instant sentAt) {
        String chatId = answer.chatId().orElseThrow();
        KnownChat known = chats.computeIfAbsent(
                chatId,
                id -> new KnownChat(id, mailbox.name(), mailbox.groupRef().orElse(null), sentAt));
        boolean own = known.mailbox().equals(mailbox.name())
                || (known.groupRef() == null
                        && known.enteredAt() != null
                        && !known.enteredAt().isBefore(sentAt));
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
