package dev.linqroutes.ledger;

/** Whose it is to read a file. */
public enum Claim {
    /** This instance's: it is new, or whoever began to read it is dead, and nothing of that is left. */
    TAKEN,
    /** Somebody else is reading it now, in another instance or in this one. */
    ELSEWHERE,
    /** Nobody's: it was read to its end before. */
    KNOWN
}
