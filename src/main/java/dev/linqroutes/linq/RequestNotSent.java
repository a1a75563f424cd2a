package dev.linqroutes.linq;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import org.apache.camel.util.ObjectHelper;

/**
 * A call that was not made for sure: before its first byte could be sent, the name was not found, or the connection, the TLS
 * handshake or the proxy's tunnel failed.
 */
public final class RequestNotSent extends IOException {
    /** Without the reason as its cause: of a chain of causes, a route catches the innermost that it names. */
    RequestNotSent(Exception reason) {
        super(reason.getClass().getSimpleName() + ": " + reason.getMessage() + advice(reason));
    }

    /** Behind a proxy that inspects TLS everybody meets this once, and Java's words help nobody. */
    private static String advice(Exception reason) {
        return ObjectHelper.getException(CertPathBuilderException.class, reason) == null
                ? ""
                : "; this Java does not know who has signed that certificate: if a proxy here inspects TLS, have its"
                        + " certificate in a trust store (JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE)";
    }
}
