package dev.linqroutes.ledger.batch;

/** Whose it is to read a file. */
public enum FileClaim {
    /** This instance's: it is new, or whoever began to read it is dead, and nothing of that is left. */
    CLAIMED,
    /** Somebody else is reading it now, in another instance or in this one. */
    CLAIMED_ELSEWHERE,
    /** Nobody's: it was read to its end before. */
    ALREADY_IMPORTED
}
