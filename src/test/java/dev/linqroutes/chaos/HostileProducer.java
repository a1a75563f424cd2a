package dev.linqroutes.chaos;

import dev.linqroutes.testing.TestTopics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes to the topic of commands, under the keys of honest groups, what costs most to read: everything that it writes has to be
 * refused, with its bytes on the topic of dead letters.
 */
final class HostileProducer implements AutoCloseable {
    /** Command ids begin so where there is one. */
    private static final String PREFIX = "hostile-";

    /** Below the largest record that a topic takes by default. */
    private static final int LARGE = 1_000_000;

    private static final int PAUSE_MILLIS = 300;

    private final TestTopics topics;
    private final Random random;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Exception failure;

    private HostileProducer(TestTopics topics, long seed) {
        this.topics = topics;
        this.random = new Random(seed);
        this.thread = new Thread(this::produce, "hostile-producer");
    }

    static HostileProducer start(TestTopics topics, long seed) {
        HostileProducer producer = new HostileProducer(topics, seed);
        producer.thread.start();
        return producer;
    }

    private final List<Function<String, String>> kinds = List.of(
            id -> message(id, repeated("https://a.io ", 90_000)),
            id -> message(id, repeated("https://a.io ", LARGE)),
            id -> message(id, repeated("a--", 10_000)),
            id -> message(id, repeated("a ", 5_000) + "x.io" + repeated(" ://b", 5_000)),
            id -> message(id, repeated("x@y.", LARGE)),
            id -> message(id, repeated("**_~", LARGE)),
            id -> command(id, "\"chat_id\":\"c4a70000-2222-4b3c-9d4e-000000000001\\n\",\"message\":{\"text\":\"x\"}"),
            id -> command(
                    id, "\"group_ref\":\"g\",\"message\":{\"links\":[" + list("\"https://a.io/%d\"", 30_000) + "]}"),
            id -> command(id, "\"group_ref\":\"g\",\"message\":{\"parts\":[" + list("{\"n\":%d}", 90_000) + "]}"),
            id -> command(id, list("\"field_%d\":1", 60_000)),
            id -> command(id, "\"group_ref\":" + repeated("[", 900_000)),
            id -> command(id, "\"group_ref\":1" + repeated("0", 900_000)),
            id -> create(id, list("\"+1202555%04d\"", 60_000)),
            id -> create(id, "\"" + repeated("+1 ", 900_000) + "\""),
            id -> repeated("\u0000\uFFFF", LARGE / 2),
            id -> "");

    /** Digests of what it has written so far. */
    Set<String> sent() {
        return Set.copyOf(sent);
    }

    /** Of a record: to keep all of them would take hundreds of megabytes. */
    static String digest(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }

    private void produce() {
        try {
            for (int i = 0; !stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS); i++) {
                byte[] value = kinds.get(i % kinds.size()).apply(PREFIX + i).getBytes(StandardCharsets.UTF_8);
                byte[] largest = value.length > LARGE
                        ? ByteBuffer.allocate(LARGE).put(value, 0, LARGE).array()
                        : value;
                topics.produce(("group-" + random.nextInt(400)).getBytes(StandardCharsets.UTF_8), largest);
                sent.add(digest(largest));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failure = e;
        }
    }

    private static String message(String id, String text) {
        return command(id, "\"group_ref\":\"nobodys-group\",\"message\":{\"text\":\"" + text + "\"}");
    }

    private static String create(String id, String recipients) {
        return "{\"type\":\"create_group\",\"command_id\":\"" + id + "\",\"to\":[" + recipients
                + "],\"message\":{\"text\":\"Hello\"}}";
    }

    private static String command(String id, String fields) {
        return "{\"type\":\"send_message\",\"command_id\":\"" + id + "\"," + fields + "}";
    }

    private static String repeated(String text, int characters) {
        return text.repeat(characters / text.length());
    }

    private static String list(String pattern, int count) {
        return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(","));
    }

    /** Returns when the last of it is written. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("the hostile producer could not write", failure);
        }
    }
}
