package dev.linqroutes.linq;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import org.apache.camel.util.ObjectHelper;

/**
 * A request that was certainly not sent: the host was not found, or the connection, the TLS handshake or the proxy's tunnel failed
 * before its first byte.
 */
public final class RequestNotSent extends IOException {
    /** Without the reason as its cause: a route catches the innermost exception of a chain that it names. */
    RequestNotSent(Exception reason) {
        super(reason.getClass().getSimpleName() + ": " + reason.getMessage() + advice(reason));
    }

    /** Explains the error that Java reports behind a proxy that inspects TLS. */
    private static String advice(Exception reason) {
        return ObjectHelper.getException(CertPathBuilderException.class, reason) == null
                ? ""
                : "; this Java does not trust the issuer of the certificate: if a proxy inspects TLS in this network, add the"
                        + " proxy's certificate to a trust store (JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE)";
    }
}
