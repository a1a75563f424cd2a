package dev.linqroutes.linq;

/** A call's command has lapsed before it was begun. */
public final class CommandExpired extends RuntimeException {
    CommandExpired() {
        super(null, null, false, false);
    }
}
