package dev.linqroutes.files.check;

import dev.linqroutes.files.rows.BatchFile;
import java.util.Map;
import java.util.SortedMap;

/** Writes the result of a check while the file is read. */
public interface CheckReport extends AutoCloseable {
    /**
     * Called before any row.
     *
     * @param ledger how rows were compared with the ledger, or why not; for a person
     */
    void writeFile(BatchFile file, String ledger);

    void writeRow(CheckedRow row);

    /** Called when the file is rejected as a whole; nothing follows. */
    void writeUnreadable(String reason);

    /**
     * Called after the last row.
     *
     * @param lines what the good rows do to the lines
     */
    void writeCounts(RowCounts counts, LineLoad lines);

    /** Called after that, if the servers of media were asked. */
    default void writeMediaSizes(MediaAddresses media) {
        throw new UnsupportedOperationException("this report is of checks that ask no server");
    }

    /** Called last, if Linq was asked. */
    default void writeLinqAnswers(InquirySubjects subjects, LinqAnswers answers) {
        throw new UnsupportedOperationException("this report is of checks that ask Linq nothing");
    }

    @Override
    void close();

    /**
     * Numbers of rows.
     *
     * @param goodByCommand numbers of good rows of each type of command
     * @param withWarnings number of good rows with warnings
     * @param allOrNothing whether no row is sent if one is refused
     */
    record RowCounts(
            Map<RowVerdict, Long> byVerdict,
            SortedMap<String, Long> goodByCommand,
            long withWarnings,
            boolean allOrNothing) {
        public long rows() {
            return byVerdict.values().stream().mapToLong(Long::longValue).sum();
        }

        public long count(RowVerdict verdict) {
            return byVerdict.getOrDefault(verdict, 0L);
        }

        /** Whether no row would be sent, because one is refused. */
        public boolean isRejectedAsWhole() {
            return allOrNothing && count(RowVerdict.REFUSED) > 0;
        }

        /** Whether all rows are good. */
        public boolean isGood() {
            return rows() > 0 && count(RowVerdict.GOOD) == rows();
        }
    }
}
