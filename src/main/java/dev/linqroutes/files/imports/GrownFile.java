package dev.linqroutes.files.imports;

import dev.linqroutes.files.imports.SentPrefixFinder.SentPrefix;
import dev.linqroutes.files.io.FilePrefixes.Prefix;
import dev.linqroutes.ledger.batch.ShorterBatch;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that starts with the complete content of an imported batch. It is rejected: the rows of that batch would be sent
 * twice.
 */
public final class GrownFile extends IOException {
    private static final String ADVICE = ". Drop the missing lines as a file of their own, with the header. A"
            + " program that writes slowly must write to another folder, or to NAME.part, and rename the file when it is"
            + " complete";

    private final ShorterBatch sentBatch;
    private final boolean sameFile;

    /** @param stem of the file in the inbox */
    GrownFile(Path file, String stem, SentPrefix sent) {
        super(
                isSameFile(stem, sent.batch())
                        ? file.getFileName() + ": grew after it was imported as batch "
                                + sent.batch().batchId() + describe(sent.prefix())
                        : describe(file, sent));
        this.sentBatch = sent.batch();
        this.sameFile = isSameFile(stem, sent.batch());
    }

    private static boolean isSameFile(String stem, ShorterBatch sent) {
        return !sent.isDone() && sent.stem().equals(stem);
    }

    /** Describes a file that is not the file of the batch itself. */
    public static String describe(Path file, SentPrefix sent) {
        return file.getFileName() + ": starts with the complete content of batch "
                + sent.batch().batchId() + " (" + sent.batch().file() + ")" + describe(sent.prefix());
    }

    private static String describe(Prefix sent) {
        long last = sent.completeLines() + (sent.endsWithinLine() ? 1 : 0);
        String incomplete = sent.endsWithinLine() ? "; line " + last + " was incomplete" : "";
        return ". Lines 1 to " + last + " are that batch" + incomplete + "; the lines after them were not sent"
                + ADVICE;
    }

    /** Whether it is the file of that batch itself, to which more was written. */
    boolean isSameFile() {
        return sameFile;
    }

    /** Length of the imported content. */
    long sentBytes() {
        return sentBatch.contentBytes();
    }
}
