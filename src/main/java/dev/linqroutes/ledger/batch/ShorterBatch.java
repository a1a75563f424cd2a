package dev.linqroutes.ledger.batch;

/**
 * A batch that was or is being sent and whose file is shorter than another file.
 *
 * @param file its name, for people
 * @param stem name of its folder in the inbox
 * @param status working or done
 * @param contentBytes size of its file
 * @param contentSha256 of its file without options, lower-case hex
 */
public record ShorterBatch(
        String batchId, String file, String stem, BatchStatus status, long contentBytes, String contentSha256) {
    /** Whether its results are written and its file was moved to {@code done}. */
    public boolean isDone() {
        return status == BatchStatus.DONE;
    }
}
