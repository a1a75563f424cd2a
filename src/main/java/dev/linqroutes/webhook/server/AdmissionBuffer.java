package dev.linqroutes.webhook.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A bounded number of bytes for requests. While the body of one is on its way, it is charged what it may come to, and has to
 * go when a newer one needs the place: the largest first, and of equals the one that is on its way longest. Not safe for
 * several threads.
 *
 * @param <R> a request
 */
final class AdmissionBuffer<R> {
    private final long capacityBytes;
    private final NavigableSet<Reservation<R>> arriving =
            new TreeSet<>(Comparator.comparingLong((Reservation<R> place) -> place.bytes)
                    .reversed()
                    .thenComparingLong(place -> place.number));

    private long nextNumber;
    private long reservedBytes;
    private long evictableBytes;

    /**
     * What a request takes.
     *
     * @param number in the order in which places were given
     */
    record Reservation<R>(R request, long bytes, long number) {}

    /**
     * A place for a new request.
     *
     * @param evicted those that have to go for it and have left already
     */
    record Admission<R>(Reservation<R> reservation, List<R> evicted) {}

    /** @param size in bytes */
    AdmissionBuffer(long size) {
        this.capacityBytes = size;
    }

    /** Takes in a request whose body is on its way; empty where there is no place, whoever would go for it. */
    Optional<Admission<R>> reserve(R request, long bytes) {
        if (reservedBytes - evictableBytes + bytes > capacityBytes) {
            return Optional.empty();
        }
        List<R> evicted = new ArrayList<>();
        while (reservedBytes + bytes > capacityBytes) {
            Reservation<R> largest = arriving.first();
            release(largest);
            evicted.add(largest.request);
        }
        Reservation<R> place = new Reservation<>(request, bytes, nextNumber++);
        arriving.add(place);
        reservedBytes += bytes;
        evictableBytes += bytes;
        return Optional.of(new Admission<>(place, evicted));
    }

    /** The body is there: the request stays until it leaves. */
    Reservation<R> pin(Reservation<R> place, long bytes) {
        release(place);
        reservedBytes += bytes;
        return new Reservation<>(place.request, bytes, place.number);
    }

    void release(Reservation<R> place) {
        reservedBytes -= place.bytes;
        if (arriving.remove(place)) {
            evictableBytes -= place.bytes;
        }
    }
}
