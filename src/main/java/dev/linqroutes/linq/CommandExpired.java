package dev.linqroutes.linq;

/** A call's command has expired before the call was made. */
public final class CommandExpired extends RuntimeException {
    CommandExpired() {
        super(null, null, false, false);
    }
}
