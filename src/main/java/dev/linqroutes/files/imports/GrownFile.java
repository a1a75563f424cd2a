package dev.linqroutes.files.imports;

import dev.linqroutes.files.imports.SentPrefixFinder.SentPrefix;
import dev.linqroutes.files.io.FilePrefixes.Prefix;
import dev.linqroutes.ledger.batch.ShorterBatch;
import java.io.IOException;
import java.nio.file.Path;

/** A file that begins with a batch which was sent, or is: nothing of it is accepted, or the rows of that would go out twice. */
public final class GrownFile extends IOException {
    private static final String ADVICE = ". Drop the lines that are missing as a file of their own, under the header. A"
            + " program that writes slowly must write to another folder, or to NAME.part, and rename the file when it is"
            + " whole";

    private final ShorterBatch sentBatch;
    private final boolean sameFile;

    /** @param stem under which the file stands in the inbox */
    GrownFile(Path file, String stem, SentPrefix sent) {
        super(
                isSameFile(stem, sent.batch())
                        ? file.getFileName() + ": grew after it was taken, as batch "
                                + sent.batch().batchId() + describe(sent.prefix())
                        : describe(file, sent));
        this.sentBatch = sent.batch();
        this.sameFile = isSameFile(stem, sent.batch());
    }

    private static boolean isSameFile(String stem, ShorterBatch sent) {
        return !sent.isDone() && sent.stem().equals(stem);
    }

    /** Of a file that is another one than the batch's. */
    public static String describe(Path file, SentPrefix sent) {
        return file.getFileName() + ": begins with all of batch " + sent.batch().batchId() + " ("
                + sent.batch().file() + ")" + describe(sent.prefix());
    }

    private static String describe(Prefix sent) {
        long last = sent.completeLines() + (sent.endsWithinLine() ? 1 : 0);
        String cut = sent.endsWithinLine() ? ", of which line " + last + " was cut off in the middle" : "";
        return ". Its lines up to " + last + " are that batch" + cut + "; nothing behind them was sent" + ADVICE;
    }

    /** Whether it is the very file of that batch, and more was written to it. */
    boolean isSameFile() {
        return sameFile;
    }

    /** How long it was when it was read. */
    long sentBytes() {
        return sentBatch.contentBytes();
    }
}
