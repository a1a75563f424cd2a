package dev.linqroutes.ledger;

/** Names of the topics that the ledger's outbox writes to. */
public record Topics(String outcomes, String deadLetters, String events, String groups) {}
