package dev.linqroutes.webhook;

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
final class Room<R> {
    private final long size;
    private final NavigableSet<Place<R>> arriving =
            new TreeSet<>(Comparator.comparingLong((Place<R> place) -> place.bytes)
                    .reversed()
                    .thenComparingLong(place -> place.number));

    private long places;
    private long taken;
    private long takenByArriving;

    /**
     * What a request takes.
     *
     * @param number in the order in which places were given
     */
    record Place<R>(R request, long bytes, long number) {}

    /**
     * A place for a new request.
     *
     * @param evicted those that have to go for it and have left already
     */
    record Entry<R>(Place<R> place, List<R> evicted) {}

    /** @param size in bytes */
    Room(long size) {
        this.size = size;
    }

    /** Takes in a request whose body is on its way; empty where there is no place, whoever would go for it. */
    Optional<Entry<R>> enter(R request, long bytes) {
        if (taken - takenByArriving + bytes > size) {
            return Optional.empty();
        }
        List<R> evicted = new ArrayList<>();
        while (taken + bytes > size) {
            Place<R> largest = arriving.first();
            leave(largest);
            evicted.add(largest.request);
        }
        Place<R> place = new Place<>(request, bytes, places++);
        arriving.add(place);
        taken += bytes;
        takenByArriving += bytes;
        return Optional.of(new Entry<>(place, evicted));
    }

    /** The body is there: the request stays until it leaves. */
    Place<R> settle(Place<R> place, long bytes) {
        leave(place);
        taken += bytes;
        return new Place<>(place.request, bytes, place.number);
    }

    void leave(Place<R> place) {
        taken -= place.bytes;
        if (arriving.remove(place)) {
            takenByArriving -= place.bytes;
        }
    }
}
