package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.chat.ChatGroups;
import dev.linqroutes.ledger.chat.ChatMasker;
import dev.linqroutes.ledger.chat.ChatMasker.NamingChat;
import dev.linqroutes.ledger.chat.ChatRowTypes.GroupOfChat;
import dev.linqroutes.ledger.erase.ErasureReport.Effect;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Removes the person from the states of chats, and publishes these without them. */
final class ChatEraser implements ErasureStep {
    private static final int PAGE_SIZE = 100;

    private final ChatMasker chats;
    private final Clock clock;

    ChatEraser(ChatMasker chats, Clock clock) {
        this.chats = chats;
        this.clock = clock;
    }

    @Override
    public Page erasePage(Handle handle, Optional<Object> after, boolean write) {
        ChatMasker.Page page = chats.findNext(handle, (String) after.orElse(""), PAGE_SIZE);
        ErasureReport report = new ErasureReport();
        if (!page.chats().isEmpty()) {
            if (write) {
                chats.mask(handle, page.chats(), clock.instant());
            }
            Map<String, GroupOfChat> groups = ChatGroups.find(
                    handle, page.chats().stream().map(NamingChat::chatId).toList());
            page.chats().forEach(chat -> report.count("chat", Effect.MASKED));
            page.chats().stream()
                    .filter(NamingChat::isMember)
                    .map(chat -> Optional.ofNullable(groups.get(chat.chatId()))
                            .flatMap(GroupOfChat::groupRef)
                            .orElse(chat.chatId()))
                    .forEach(report::addGroup);
        }
        return new Page(page.lastId().map(id -> id), report);
    }
}
