package dev.linqroutes.bench.process;

import dev.linqroutes.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;

/** A Kafka broker. Prints its address when it accepts records. */
public final class BrokerProcess {
    /** What it prints before the address. */
    public static final String READY = "BROKER ";

    private BrokerProcess() {}

    public static void main(String... arguments) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), 0);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        System.out.println(READY + kafka.brokers());
    }
}
