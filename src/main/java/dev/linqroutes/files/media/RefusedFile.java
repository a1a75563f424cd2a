package dev.linqroutes.files.media;

import java.io.IOException;

/** A file that cannot be sent; the message states the reason, without its name. */
public final class RefusedFile extends IOException {
    RefusedFile(String reason) {
        super(reason);
    }
}
