package dev.linqroutes.chaos;

import dev.linqroutes.testing.HostileSenders;
import dev.linqroutes.testing.TestTopics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Those who mean harm, as long as the honest ones work. */
final class HostileLoad implements AutoCloseable {
    /** Twice as much as there is room for. */
    private static final int SENDERS_PER_INSTANCE = 60;

    private static final int DECLARED = 1_000_000;
    private static final int SENT = 990_000;

    /** A dead letter is as large as its record and has headers beside. */
    private static final int LARGEST_DEAD_LETTER = 2_000_000;

    private final Optional<HostileProducer> producer;
    private final List<HostileSenders> senders;

    private HostileLoad(Optional<HostileProducer> producer, List<HostileSenders> senders) {
        this.producer = producer;
        this.senders = senders;
    }

    static HostileLoad none() {
        return new HostileLoad(Optional.empty(), List.of());
    }

    /** @param webhookPorts of the instances on this machine */
    static HostileLoad start(TestTopics topics, List<Integer> webhookPorts, long seed) throws Exception {
        topics.setLargestRecord(topics.dead(), LARGEST_DEAD_LETTER);
        List<HostileSenders> senders = new ArrayList<>();
        for (int port : webhookPorts) {
            senders.add(HostileSenders.start(SENDERS_PER_INSTANCE, port, unfinishedRequest()));
        }
        return new HostileLoad(Optional.of(HostileProducer.start(topics, seed)), senders);
    }

    private static byte[] unfinishedRequest() {
        byte[] head = ("POST /webhooks/linq HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + DECLARED + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(head.length + SENT).put(head).array();
    }

    /** The records that were written, each once; to be asked when it is closed. */
    Set<String> sent() {
        return producer.map(HostileProducer::sent).orElse(Set.of());
    }

    @Override
    public void close() throws Exception {
        producer.ifPresent(HostileProducer::close);
        for (HostileSenders each : senders) {
            each.close();
        }
    }
}
