package dev.linqroutes.webhook.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A bounded number of bytes for requests. A request whose body is incomplete is charged the most that it may need, and is
 * evicted when a newer request needs the space: the largest first, the oldest of equals. Not thread-safe.
 *
 * @param <R> a request
 */
final class AdmissionBuffer<R> {
    private final long capacityBytes;
    private final NavigableSet<Reservation<R>> arriving =
            new TreeSet<>(Comparator.comparingLong((Reservation<R> reservation) -> reservation.bytes)
                    .reversed()
                    .thenComparingLong(reservation -> reservation.number));

    private long nextNumber;
    private long reservedBytes;
    private long evictableBytes;

    /** @param number ascending in the order of admission */
    record Reservation<R>(R request, long bytes, long number) {}

    /** @param evicted the requests removed to make space */
    record Admission<R>(Reservation<R> reservation, List<R> evicted) {}

    AdmissionBuffer(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Admits a request whose body is incomplete. Empty when evicting all such requests would not make enough space. */
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
        Reservation<R> reservation = new Reservation<>(request, bytes, nextNumber++);
        arriving.add(reservation);
        reservedBytes += bytes;
        evictableBytes += bytes;
        return Optional.of(new Admission<>(reservation, evicted));
    }

    /** Charges the body's real size once it is complete, and protects the request from eviction. */
    Reservation<R> pin(Reservation<R> reservation, long bytes) {
        release(reservation);
        reservedBytes += bytes;
        return new Reservation<>(reservation.request, bytes, reservation.number);
    }

    void release(Reservation<R> reservation) {
        reservedBytes -= reservation.bytes;
        if (arriving.remove(reservation)) {
            evictableBytes -= reservation.bytes;
        }
    }
}
