package dev.linqroutes.ledger.outbox;

/** Names of the topics that the ledger's outbox writes to. */
public record OutboxTopics(String outcomes, String deadLetters, String events, String groups, String audit) {}
