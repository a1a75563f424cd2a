package dev.linqroutes.files.io;

import java.io.IOException;

/** A file that cannot be read as a whole: nothing of it is accepted. The message says what is wrong, where, and what to do. */
public final class UnreadableFile extends IOException {
    public UnreadableFile(String message) {
        super(message);
    }
}
