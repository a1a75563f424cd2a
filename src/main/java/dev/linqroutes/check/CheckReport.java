package dev.linqroutes.check;

import dev.linqroutes.csv.BatchFile;
import java.util.Map;

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

    /**
     * How many rows there are of each sort.
     *
     * @param warned of the good
     */
    record Counts(Map<Verdict, Long> byVerdict, long warned) {
        long rows() {
            return byVerdict.values().stream().mapToLong(Long::longValue).sum();
        }

        long of(Verdict verdict) {
            return byVerdict.getOrDefault(verdict, 0L);
        }

        /** Whether the file can be dropped as it is. */
        boolean isGood() {
            return rows() > 0 && of(Verdict.GOOD) == rows();
        }
    }
}
