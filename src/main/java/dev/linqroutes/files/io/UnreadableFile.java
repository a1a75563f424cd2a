package dev.linqroutes.files.io;

import java.io.IOException;

/** A file that is rejected as a whole. The message states the file, the line or row, the problem and what to do. */
public final class UnreadableFile extends IOException {
    public UnreadableFile(String message) {
        super(message);
    }
}
