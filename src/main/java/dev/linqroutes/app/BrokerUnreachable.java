package dev.linqroutes.app;

import org.apache.kafka.common.errors.AuthenticationException;

/** No Kafka broker can be reached; the message names the address and the reason, the cause is Kafka's own. */
public final class BrokerUnreachable extends Exception {
    BrokerUnreachable(Object brokers, Throwable reason) {
        super("no connection to Kafka at " + brokers + ": " + describe(reason), reason);
    }

    /** With the message of the root: Kafka's own does not say which part of a handshake failed. */
    private static String describe(Throwable reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == reason || root.getMessage() == null
                ? reason.getMessage()
                : reason.getMessage() + ": " + root.getMessage();
    }

    /** Whether the brokers reject this client, or it rejects them: neither consumer nor producer tries again then. */
    public boolean isRejection() {
        return getCause() instanceof AuthenticationException;
    }
}
