package dev.linqroutes.ledger.chat;

import java.time.Instant;

/** Rows of the statements that keep the state of chats; columns are the components in snake case. Public for JDBI. */
public final class ChatRowTypes {
    private ChatRowTypes() {}

    public record ChatRow(String chatId, String line, String state, Instant lookAt, String publishedAs) {}

    public record GroupOfChat(String chatId, String groupRef, String batchId) {}
}
