package dev.linqroutes.linq;

/** A call's command has lapsed before it was begun. */
public final class CommandLapsed extends RuntimeException {
    CommandLapsed() {
        super(null, null, false, false);
    }
}
