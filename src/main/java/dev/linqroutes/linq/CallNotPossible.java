package dev.linqroutes.linq;

/** A call that cannot be made, however often it is tried; the message says why. */
public final class CallNotPossible extends RuntimeException {
    CallNotPossible(String message) {
        super(message, null, false, false);
    }
}
