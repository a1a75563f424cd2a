package dev.linqroutes.webhook.server;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Bounds the connections of one server. A connection is idle while no whole request head has come since it was opened, or
 * since its last answer, and busy until that request is answered. One that is either for too long is closed, however many
 * bytes drip in.
 *
 * <p>Where too many are open, one that has no whole request is closed for the next: of those that are idle and those whose
 * request's body is not whole yet, the one that has been so longest. An honest sender's request comes at once, so it is whole
 * before its turn to be closed comes. Only while all have whole requests that wait for their answers is the next closed.
 *
 * <p>There is no limit for each remote address: behind a load balancer or a TLS proxy all requests come from the same few.
 */
final class ConnectionLimiter {
    private final int maxConnections;
    private final long idleNanos;
    private final long busyNanos;
    private final LongSupplier nanos;

    // Each in the order in which they became so, with the time.
    private final Map<Channel, Long> idle = new LinkedHashMap<>();
    private final Map<Channel, Long> busy = new LinkedHashMap<>();

    // Those of the busy whose body is not whole, by the time of its head.
    private final Map<Channel, Long> unfinished = new LinkedHashMap<>();

    /** @param nanos monotonic clock */
    ConnectionLimiter(int most, Duration longestIdle, Duration longestBusy, LongSupplier nanos) {
        this.maxConnections = most;
        this.idleNanos = longestIdle.toNanos();
        this.busyNanos = longestBusy.toNanos();
        this.nanos = nanos;
    }

    void onOpened(Channel channel) {
        Optional<Channel> tooMany = Optional.empty();
        synchronized (this) {
            idle.put(channel, nanos.getAsLong());
            if (idle.size() + busy.size() > maxConnections) {
                tooMany = findEvictable();
                tooMany.ifPresent(this::onClosed);
            }
        }
        tooMany.ifPresent(Channel::close);
    }

    private Optional<Channel> findEvictable() {
        return Stream.of(idle, unfinished)
                .flatMap(channels -> channels.entrySet().stream().limit(1))
                .min((one, other) -> Long.signum(one.getValue() - other.getValue()))
                .map(Map.Entry::getKey);
    }

    /** A whole head has come. */
    synchronized void onRequestHead(Channel channel) {
        long now = nanos.getAsLong();
        if (idle.remove(channel) != null) {
            busy.put(channel, now);
        }
        if (busy.containsKey(channel)) {
            unfinished.putIfAbsent(channel, now);
        }
    }

    /** The body of the last head is there. */
    synchronized void onBodyReceived(Channel channel) {
        unfinished.remove(channel);
    }

    /** All its requests are answered. */
    synchronized void onAllAnswered(Channel channel) {
        unfinished.remove(channel);
        if (busy.remove(channel) != null) {
            idle.put(channel, nanos.getAsLong());
        }
    }

    synchronized void onClosed(Channel channel) {
        idle.remove(channel);
        busy.remove(channel);
        unfinished.remove(channel);
    }

    /** Closes those that are idle or busy for too long; to be called now and then. */
    void closeOverdue() {
        List<Channel> overdue = new ArrayList<>();
        synchronized (this) {
            long now = nanos.getAsLong();
            moveOverdue(idle, now - idleNanos, overdue);
            moveOverdue(busy, now - busyNanos, overdue);
            overdue.forEach(unfinished::remove);
        }
        overdue.forEach(Channel::close);
    }

    private static void moveOverdue(Map<Channel, Long> channels, long latest, List<Channel> overdue) {
        Iterator<Map.Entry<Channel, Long>> oldestFirst = channels.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<Channel, Long> each = oldestFirst.next();
            if (each.getValue() - latest > 0) {
                return;
            }
            overdue.add(each.getKey());
            oldestFirst.remove();
        }
    }
}
