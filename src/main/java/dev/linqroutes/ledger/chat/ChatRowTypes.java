package dev.linqroutes.ledger.chat;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of the statements on chats and member sets; columns are the components in snake case. Public for JDBI. */
public final class ChatRowTypes {
    private static final Logger LOG = LoggerFactory.getLogger(ChatRowTypes.class);

    private ChatRowTypes() {}

    /**
     * @param state JSON as {@link ChatState#toJson()} writes it
     * @param lookAt when to read the chat from Linq; empty when its members are known
     * @param publishedAs key of its latest record on the topic of groups
     */
    public record ChatRow(
            String chatId,
            Optional<String> line,
            Optional<String> state,
            Optional<Instant> lookAt,
            Optional<String> publishedAs) {

        /** The recorded state; what cannot be read is logged and counts as unknown. */
        public ChatState readState() {
            try {
                return state.map(ChatState::fromJson).orElse(ChatState.UNKNOWN);
            } catch (RuntimeException e) {
                // The next observation replaces it; an event must not wait for it.
                LOG.error("ignoring the recorded state of chat {}: cannot read it: {}", chatId, e.toString());
                return ChatState.UNKNOWN;
            }
        }
    }

    public record GroupOfChat(String chatId, Optional<String> groupRef, Optional<String> batchId) {}

    /**
     * The group that holds a member set.
     *
     * @param renameSentAt when Linq accepted the call that names it
     * @param renameFailedAt when Linq reported that it could not set the name
     * @param renameWaits whether a call that names it is still waiting
     */
    public record MemberSetHolder(
            String memberSet,
            String mailbox,
            Optional<String> chatId,
            Optional<Instant> renameSentAt,
            Optional<Instant> renameFailedAt,
            boolean renameWaits) {}
}
