package dev.linqroutes.cli;

/** Texts on the argument {@code BATCH} of several commands. */
final class BatchArgument {
    static final String DESCRIPTION = "Id of the batch, the first 8 or more characters of it, or the file name";

    private BatchArgument() {}

    static String describeNotFound(String batch) {
        return "no batch \"" + batch + "\" in the ledger, or the prefix is ambiguous: give the file name, or 8 or more"
                + " characters of an id that `status` shows";
    }
}
