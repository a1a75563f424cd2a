package dev.linqroutes.files.check;

import dev.linqroutes.files.rows.BatchFile;
import java.util.Map;

/** Tells a person or a program what was found, as it is found. */
interface CheckReport extends AutoCloseable {
    /**
     * Before any row.
     *
     * @param ledger how the rows were held against what was sent before, or why not
     */
    void writeFile(BatchFile file, String ledger);

    void writeRow(CheckedRow row);

    /** The file cannot be read as a whole: there is nothing more to tell. */
    void writeUnreadable(String reason);

    /** After the last row. */
    void writeCounts(RowCounts counts);

    @Override
    void close();

    /**
     * How many rows there are of each sort.
     *
     * @param withWarnings of the good
     */
    record RowCounts(Map<RowVerdict, Long> byVerdict, long withWarnings) {
        long rows() {
            return byVerdict.values().stream().mapToLong(Long::longValue).sum();
        }

        long count(RowVerdict verdict) {
            return byVerdict.getOrDefault(verdict, 0L);
        }

        /** Whether the file can be dropped as it is. */
        boolean isGood() {
            return rows() > 0 && count(RowVerdict.GOOD) == rows();
        }
    }
}
