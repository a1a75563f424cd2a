package dev.linqroutes.linq;

/** A call that cannot be made, not even later; the message states the reason and goes into the outcome. */
public final class CallNotPossible extends RuntimeException {
    CallNotPossible(String message) {
        super(message, null, false, false);
    }
}
