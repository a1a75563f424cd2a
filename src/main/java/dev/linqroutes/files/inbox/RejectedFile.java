package dev.linqroutes.files.inbox;

import java.time.Instant;

/**
 * A file that the inbox has rejected as a whole.
 *
 * @param name in the folder {@code failed}
 * @param rejectedAt when the reason was written
 * @param reason for a person; of a long one the beginning
 * @param isPresent whether the file is still where it was put
 */
public record RejectedFile(String name, Instant rejectedAt, String reason, boolean isPresent) {}
