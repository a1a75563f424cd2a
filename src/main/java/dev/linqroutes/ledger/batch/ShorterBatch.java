package dev.linqroutes.ledger.batch;

/**
 * A batch that was sent, or is, and whose file is shorter than another one.
 *
 * @param file its name, for people
 * @param stem under which its files stand in the inbox
 * @param status working or done
 * @param contentBytes how long its file is
 * @param contentSha256 of its file, without options
 */
public record ShorterBatch(
        String batchId, String file, String stem, BatchStatus status, long contentBytes, String contentSha256) {
    /** Whether its results are written and its file was moved to {@code done}. */
    public boolean isDone() {
        return status == BatchStatus.DONE;
    }
}
