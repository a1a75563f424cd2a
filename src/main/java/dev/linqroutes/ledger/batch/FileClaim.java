package dev.linqroutes.ledger.batch;

/** The result of claiming a file for import. */
public enum FileClaim {
    /** This caller must read it: the file is new, or its previous reader died and its rows were discarded. */
    CLAIMED,
    /** Another reader has it, in another instance or in this one. */
    CLAIMED_ELSEWHERE,
    /** It was read to its end before. */
    ALREADY_IMPORTED
}
