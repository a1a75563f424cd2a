package dev.linqroutes.bench.peer;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * A Camel route from the topic to the API, tuned as its documentation allows: a consumer for each partition, whole polls committed by
 * hand once every record of them was accepted, and redelivery after the time that the answer names.
 */
public final class CamelRoute extends RouteBuilder {
    /** As many as the topic has partitions. */
    public static final int CONSUMERS = 12;

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final PeerSettings settings;

    private CamelRoute(PeerSettings settings) {
        this.settings = settings;
    }

    public static void main(String... arguments) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new CamelRoute(PeerSettings.fromEnvironment()));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                System.out.println(PeerSettings.READY);
            }
        });
        System.exit(main.run(arguments));
    }

    @Override
    public void configure() {
        onException(Exception.class)
                .onExceptionOccurred(CamelRoute::readDelay)
                .maximumRedeliveries(-1)
                .redeliveryDelay(AGAIN.toMillis())
                .logRetryAttempted(false);

        fromF(
                        "kafka:%s?brokers=%s&groupId=%s&autoOffsetReset=earliest&consumersCount=%d&autoCommitEnable=false"
                                + "&allowManualCommit=true&maxPollRecords=100"
                                + "&valueDeserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer",
                        settings.commands(), settings.brokers(), settings.group(), CONSUMERS)
                .routeId("commands-to-linq")
                .process(CamelRoute::writeCall)
                .toF("%s?connectionsPerRoute=%d&maxTotalConnections=%d", settings.apiUrl(), CONSUMERS, CONSUMERS)
                .process(CamelRoute::commit);
    }

    private static void writeCall(Exchange exchange) throws Exception {
        PeerCalls.Call call =
                PeerCalls.of(exchange.getMessage().getBody(byte[].class)).get(0);
        exchange.setProperty(
                KafkaConstants.MANUAL_COMMIT, exchange.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT));
        exchange.setProperty(
                KafkaConstants.LAST_RECORD_BEFORE_COMMIT,
                exchange.getMessage().getHeader(KafkaConstants.LAST_RECORD_BEFORE_COMMIT));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, call.method());
        exchange.getMessage().setHeader(Exchange.HTTP_PATH, call.path());
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setHeader("Authorization", "Bearer bench");
        exchange.getMessage().setBody(call.body());
    }

    private static void readDelay(Exchange exchange) {
        Exception reason = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        long millis = AGAIN.toMillis();
        if (reason instanceof HttpOperationFailedException failed && failed.getResponseHeaders() != null) {
            String seconds = failed.getResponseHeaders().get("Retry-After");
            millis = seconds == null
                    ? millis
                    : Duration.ofSeconds(Long.parseLong(seconds)).toMillis();
        }
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, millis);
    }

    private static void commit(Exchange exchange) {
        if (exchange.getProperty(KafkaConstants.LAST_RECORD_BEFORE_COMMIT, false, Boolean.class)) {
            exchange.getProperty(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                    .commit();
        }
    }
}
