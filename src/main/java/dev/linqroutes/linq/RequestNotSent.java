package dev.linqroutes.linq;

import java.io.IOException;

/**
 * A call that was not made for sure: before its first byte could be sent, the name was not found, or the connection, the TLS
 * handshake or the proxy's tunnel failed.
 */
public final class RequestNotSent extends IOException {
    /** Without the reason as its cause: of a chain of causes, a route catches the innermost that it names. */
    RequestNotSent(Exception reason) {
        super(reason.getClass().getSimpleName() + ": " + reason.getMessage());
    }
}
