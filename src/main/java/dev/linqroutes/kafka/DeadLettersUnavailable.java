package dev.linqroutes.kafka;

/** Dead letters cannot be read at present, or not by this program; the message says why and what to do. */
public final class DeadLettersUnavailable extends IllegalStateException {
    DeadLettersUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
