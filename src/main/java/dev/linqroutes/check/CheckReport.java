package dev.linqroutes.check;

import dev.linqroutes.csv.BatchFile;

/** Tells a person or a program what was found, as it is found. */
interface CheckReport extends AutoCloseable {
    /**
     * Before any row.
     *
     * @param ledger how the rows were held against what was sent before, or why not
     */
    void file(BatchFile file, String ledger);

    void row(CheckedRow row);

    /** The file cannot be read as a whole: there is nothing more to tell. */
    void unreadable(String reason);

    /** After the last row. */
    void counts(Counts counts);

    @Override
    void close();

    /** How many rows there are, of each sort; {@code warned} are among the good. */
    record Counts(long rows, long good, long refused, long warned) {
        /** Whether the file can be dropped as it is. */
        boolean isGood() {
            return refused == 0 && rows > 0;
        }
    }
}
