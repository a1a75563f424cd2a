package dev.linqroutes.app;

/** No Kafka broker can be reached; the message names the address and the reason. */
public final class BrokerUnreachable extends Exception {
    BrokerUnreachable(Object brokers, Throwable reason) {
        super("no connection to Kafka at " + brokers + ": " + reason.getMessage(), reason);
    }
}
