package dev.linqroutes.ledger.chat;

import dev.linqroutes.ledger.chat.ChatState.Member;
import dev.linqroutes.ledger.chat.ChatState.TimedValue;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.model.CallKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Explains a call that Linq refused for the service of a chat: which service it needs, and which the people in the chat have. */
public final class ServiceRefusals {
    /** Not on this service, only on iMessage, not supported by a recipient (reference 1.5). */
    private static final Set<Integer> CODES = Set.of(2017, 2018, 4005);

    private static final String IMESSAGE = "iMessage";

    private ServiceRefusals() {}

    /**
     * A sentence about the need of the call and the chat, as far as that is known. Reads the chat only for such a refusal.
     *
     * @param code of Linq's error
     * @return empty for another refusal
     */
    public static Optional<String> explain(
            Handle handle, CallKind kind, Optional<Integer> code, Optional<String> chatId) {
        if (code.filter(CODES::contains).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> services = chatId.flatMap(id -> readState(handle, id)).flatMap(ServiceRefusals::services);
        return Optional.of(need(kind) + services.map(text -> "; " + text).orElse(""));
    }

    private static Optional<ChatState> readState(Handle handle, String chatId) {
        return handle.createQuery(Database.sql("mailbox/find-chat-states"))
                .bindArray("chatIds", String.class, List.of(chatId))
                .map((row, context) -> row.getString("state"))
                .findFirst()
                .map(ChatState::fromJson);
    }

    /** By Linq's rules (reference 2.6, 2.7, 2.11, 2.12, 3.5). */
    private static String need(CallKind kind) {
        return switch (kind) {
            case SEND_POLL, ADD_POLL_OPTIONS -> "a poll needs iMessage";
            case ADD_PARTICIPANT, REMOVE_PARTICIPANT, LEAVE_CHAT -> "members can be changed in iMessage groups only";
            case SHARE_CONTACT_CARD -> "a contact card can be shared on iMessage only";
            case PLACE_STICKER -> "a sticker on a message needs iMessage";
            case EDIT_MESSAGE -> "a message can be edited on iMessage only";
            case SET_BACKGROUND -> "a background needs iMessage";
            case REACT -> "a reaction needs iMessage or RCS";
            default ->
                "the call uses a feature, or asks for a service (preferred_service), that a recipient does not have";
        };
    }

    private static Optional<String> services(ChatState chat) {
        List<Member> people = chat.members().values().stream()
                .filter(member -> member.isActive() && !member.isLine())
                .toList();
        Map<String, Long> others = people.stream()
                .flatMap(member -> member.service().stream())
                .filter(service -> !service.equals(IMESSAGE))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return others.isEmpty()
                ? chat.service()
                        .flatMap(TimedValue::value)
                        .filter(service -> !service.equals(IMESSAGE))
                        .map(service -> "this chat is on " + service)
                : Optional.of("of the " + people.size() + " other members of this chat "
                        + others.entrySet().stream()
                                .map(each -> each.getValue()
                                        + (each.getValue() == 1 ? " is on " : " are on ")
                                        + each.getKey())
                                .collect(Collectors.joining(" and ")));
    }
}
