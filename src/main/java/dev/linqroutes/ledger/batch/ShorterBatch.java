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
        String batchId, String file, String stem, String status, long contentBytes, String contentSha256) {
    /** Whether its file was put away. */
    public boolean isDone() {
        return status.equals("done");
    }
}
