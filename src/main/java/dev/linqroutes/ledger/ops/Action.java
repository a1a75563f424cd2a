package dev.linqroutes.ledger.ops;

/**
 * What a person does.
 *
 * @param user name of the person
 * @param target what it is done to: a file, a group, a filter
 * @param reason that the person gave; may be empty
 */
public record Action(String user, ActionType type, String target, String reason) {}
