package dev.linqroutes.webhook.server;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Bounds the connections of one server. A connection is idle until a complete request head arrives, and busy until that
 * request is answered. A connection that stays in one state for too long is closed, even if bytes trickle in.
 *
 * <p>When too many connections are open, a new one evicts one without a complete request: the one that has been idle, or has
 * had an incomplete body, for the longest time. A regular sender transmits its request at once, so it is complete before it
 * could be evicted. The new connection is closed only if all others have complete requests that wait for responses.
 *
 * <p>There is no limit per remote address: behind a load balancer or a TLS proxy all requests come from a few addresses.
 */
final class ConnectionLimiter {
    private final int maxConnections;
    private final long idleNanos;
    private final long busyNanos;
    private final LongSupplier nanos;

    // Each in order of the time at which the connection entered this state.
    private final Map<Channel, Long> idle = new LinkedHashMap<>();
    private final Map<Channel, Long> busy = new LinkedHashMap<>();

    // Busy connections whose body is incomplete, by the time of the request head.
    private final Map<Channel, Long> unfinished = new LinkedHashMap<>();

    /** @param nanos monotonic clock */
    ConnectionLimiter(int maxConnections, Duration idleTimeout, Duration busyTimeout, LongSupplier nanos) {
        this.maxConnections = maxConnections;
        this.idleNanos = idleTimeout.toNanos();
        this.busyNanos = busyTimeout.toNanos();
        this.nanos = nanos;
    }

    void onOpened(Channel channel) {
        Optional<Channel> evicted = Optional.empty();
        synchronized (this) {
            idle.put(channel, nanos.getAsLong());
            if (idle.size() + busy.size() > maxConnections) {
                evicted = findEvictable();
                evicted.ifPresent(this::onClosed);
            }
        }
        evicted.ifPresent(Channel::close);
    }

    private Optional<Channel> findEvictable() {
        return Stream.of(idle, unfinished)
                .flatMap(channels -> channels.entrySet().stream().limit(1))
                .min((one, other) -> Long.signum(one.getValue() - other.getValue()))
                .map(Map.Entry::getKey);
    }

    synchronized void onRequestHead(Channel channel) {
        long now = nanos.getAsLong();
        if (idle.remove(channel) != null) {
            busy.put(channel, now);
        }
        if (busy.containsKey(channel)) {
            unfinished.putIfAbsent(channel, now);
        }
    }

    synchronized void onBodyReceived(Channel channel) {
        unfinished.remove(channel);
    }

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

    /** Closes connections that were idle or busy for too long; called periodically. */
    void closeOverdue() {
        for (Channel channel : findOverdue()) {
            // A request head may be read meanwhile, on the event loop: looks again there.
            channel.eventLoop().execute(() -> {
                if (isOverdue(channel)) {
                    channel.close();
                }
            });
        }
    }

    private synchronized List<Channel> findOverdue() {
        // The oldest come first.
        return Stream.of(idle, busy)
                .flatMap(channels -> channels.keySet().stream().takeWhile(this::isOverdue))
                .toList();
    }

    private synchronized boolean isOverdue(Channel channel) {
        long now = nanos.getAsLong();
        Long idleSince = idle.get(channel);
        Long busySince = busy.get(channel);
        return idleSince != null && now - idleSince >= idleNanos || busySince != null && now - busySince >= busyNanos;
    }
}
