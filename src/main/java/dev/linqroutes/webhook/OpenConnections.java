package dev.linqroutes.webhook;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Bounds the connections of one server. A connection is idle while no whole request head has come since it was opened, or
 * since its last answer, and busy until that request is answered. One that is either for too long is closed, however many
 * bytes drip in. Where too many are open, the one that has been idle longest is closed for the next: an honest sender's head
 * comes at once, so it is busy before its turn to be closed comes.
 *
 * <p>There is no limit for each remote address: behind a load balancer or a TLS proxy all requests come from the same few.
 */
final class OpenConnections {
    private final int most;
    private final long idleNanos;
    private final long busyNanos;
    private final LongSupplier nanos;

    // Each in the order in which they became so, with the time.
    private final Map<Channel, Long> idle = new LinkedHashMap<>();
    private final Map<Channel, Long> busy = new LinkedHashMap<>();

    /** @param nanos monotonic clock */
    OpenConnections(int most, Duration longestIdle, Duration longestBusy, LongSupplier nanos) {
        this.most = most;
        this.idleNanos = longestIdle.toNanos();
        this.busyNanos = longestBusy.toNanos();
        this.nanos = nanos;
    }

    void opened(Channel channel) {
        Optional<Channel> tooMany = Optional.empty();
        synchronized (this) {
            idle.put(channel, nanos.getAsLong());
            if (idle.size() + busy.size() > most) {
                tooMany = Optional.of(idle.keySet().iterator().next());
                tooMany.ifPresent(idle::remove);
            }
        }
        tooMany.ifPresent(Channel::close);
    }

    /** A whole head has come. */
    synchronized void requested(Channel channel) {
        if (idle.remove(channel) != null) {
            busy.put(channel, nanos.getAsLong());
        }
    }

    /** All its requests are answered. */
    synchronized void answered(Channel channel) {
        if (busy.remove(channel) != null) {
            idle.put(channel, nanos.getAsLong());
        }
    }

    synchronized void closed(Channel channel) {
        idle.remove(channel);
        busy.remove(channel);
    }

    /** Closes those that are idle or busy for too long; to be called now and then. */
    void closeOverdue() {
        List<Channel> overdue = new ArrayList<>();
        synchronized (this) {
            long now = nanos.getAsLong();
            moveOverdue(idle, now - idleNanos, overdue);
            moveOverdue(busy, now - busyNanos, overdue);
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
