/**
 * The known state of chats, their records on the topic of groups, and the member sets that groups hold. May use {@code outbox}
 * and {@code db}. Start with {@link dev.linqroutes.ledger.chat.ChatRecorder} and {@link dev.linqroutes.ledger.chat.ChatState}.
 */
package dev.linqroutes.ledger.chat;
