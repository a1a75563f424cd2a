package dev.linqroutes.ledger.media;

/** The files of commands cannot be read for now: retry until they can, or until their command is refused. */
public final class MediaUnavailable extends RuntimeException {
    public MediaUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
