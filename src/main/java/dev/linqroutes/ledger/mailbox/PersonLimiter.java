package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.chat.HandleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits the messages from a line to each person in a rolling minute, over all groups of both (reference 0.18): otherwise a person who
 * is in many groups would be refused with 429, though each group alone stays below the limit. A message takes the first time at which
 * all members of its group may get it; a mailbox whose time is later waits for it without being claimed. Each process counts what it
 * sends itself, since its start; a 429 is obeyed anyway. Thread-safe.
 */
final class PersonLimiter {
    private static final long WINDOW = Duration.ofMinutes(1).toMillis();

    /** Times are given so far ahead; a mailbox without one asks again then. */
    private static final long HORIZON = Duration.ofMinutes(5).toMillis();

    /** More people than that are not limited. */
    private static final int MAX_PAIRS = 100_000;

    private final OptionalLong perMinute;
    private final Map<Long, Times> pairs = new HashMap<>();
    private final Map<String, Long> reserved = new HashMap<>();
    private long sweptAt;

    /** @param perMinute messages from a line to a person; empty for no limit */
    PersonLimiter(OptionalLong perMinute) {
        this.perMinute = perMinute;
    }

    boolean isOn() {
        return perMinute.isPresent();
    }

    /** For the messages of a mailbox; of an unknown line nothing is limited. */
    Turns turns(String mailbox, Optional<String> line, Collection<String> members) {
        return new Turns(
                mailbox,
                line.stream()
                        .flatMap(from -> members.stream().map(member -> pair(from, member)))
                        .mapToLong(Long::longValue)
                        .distinct()
                        .toArray());
    }

    /** Hashes, since numbers themselves would take too much memory; a person with the hash of another waits a little longer. */
    private static long pair(String line, String member) {
        return ((long) line.hashCode() << Integer.SIZE)
                ^ Integer.toUnsignedLong(HandleKey.of(member).hashCode());
    }

    /** The times of a mailbox's messages. Not thread-safe: one worker uses it at a time. */
    final class Turns {
        private final String mailbox;
        private final long[] members;
        private boolean taken;

        private Turns(String mailbox, long[] members) {
            this.mailbox = mailbox;
            this.members = members;
        }

        /** Takes a time for the next message; empty if that may be sent now. */
        Optional<Instant> take(Instant now) {
            if (taken || members.length == 0 || !isOn()) {
                return Optional.empty();
            }
            Optional<Instant> later = reserve(mailbox, members, now);
            taken = later.isEmpty();
            return later;
        }

        /** The next message needs a time of its own. */
        void messageDone() {
            taken = false;
        }
    }

    private synchronized Optional<Instant> reserve(String mailbox, long[] members, Instant now) {
        long time = now.toEpochMilli();
        sweep(time);
        Long before = reserved.get(mailbox);
        // After the clock was set back a time may be far away.
        if (before != null && before <= time + HORIZON) {
            if (before > time) {
                return Optional.of(Instant.ofEpochMilli(before));
            }
            reserved.remove(mailbox);
            for (long member : members) {
                Optional.ofNullable(pairs.get(member)).ifPresent(times -> times.remove(before));
            }
            // Others may have taken their times late, too: then it is later once more, but not behind those who have
            // theirs.
            return add(mailbox, members, time, firstWithRoom(members, time));
        }
        long at = time;
        for (long member : members) {
            Times times = pairs.get(member);
            at = times == null ? at : Math.max(at, times.next(time, (int) perMinute.getAsLong()));
        }
        return add(mailbox, members, time, at);
    }

    /** The first time at which no member has had too many messages in the minute before, whatever comes after it. */
    private long firstWithRoom(long[] members, long time) {
        long at = time;
        boolean found = false;
        while (!found) {
            long next = at;
            for (long member : members) {
                Times times = pairs.get(member);
                next = times == null ? next : times.firstWithRoom(next, (int) perMinute.getAsLong());
            }
            found = next == at;
            at = next;
        }
        return at;
    }

    private Optional<Instant> add(String mailbox, long[] members, long time, long at) {
        if (at > time + HORIZON) {
            return Optional.of(Instant.ofEpochMilli(time + HORIZON));
        }
        for (long member : members) {
            if (pairs.size() < MAX_PAIRS || pairs.containsKey(member)) {
                pairs.computeIfAbsent(member, each -> new Times()).add(at);
            }
        }
        if (at == time) {
            return Optional.empty();
        }
        reserved.put(mailbox, at);
        return Optional.of(Instant.ofEpochMilli(at));
    }

    private void sweep(long time) {
        if (time >= sweptAt && time < sweptAt + WINDOW) {
            return;
        }
        sweptAt = time;
        pairs.values().removeIf(times -> times.isOver(time));
        reserved.values().removeIf(at -> at < time - WINDOW || at > time + HORIZON);
    }

    /** When a person gets messages of a line, in order. */
    private static final class Times {
        private long[] at = new long[2];
        private int size;

        /** @param perMinute at most so many in a minute */
        long next(long time, int perMinute) {
            forget(time);
            return size < perMinute ? time : Math.max(time, at[size - perMinute] + WINDOW);
        }

        void add(long time) {
            if (size == at.length) {
                at = Arrays.copyOf(at, 2 * size);
            }
            int place = size;
            while (place > 0 && at[place - 1] > time) {
                at[place] = at[place - 1];
                place--;
            }
            at[place] = time;
            size++;
        }

        /** The first time, from this one on, with fewer than so many in the minute before it. */
        long firstWithRoom(long time, int perMinute) {
            int until = 0;
            while (until < size && at[until] <= time) {
                until++;
            }
            long first = time;
            // Behind those of the minute before it, each other one may be the one too many.
            while (until >= perMinute && at[until - perMinute] > first - WINDOW) {
                first = at[until - perMinute] + WINDOW;
                while (until < size && at[until] <= first) {
                    until++;
                }
            }
            return first;
        }

        void remove(long time) {
            for (int place = 0; place < size; place++) {
                if (at[place] == time) {
                    System.arraycopy(at, place + 1, at, place, size - place - 1);
                    size--;
                    return;
                }
            }
        }

        boolean isOver(long time) {
            forget(time);
            return size == 0;
        }

        /** What is more than a minute ago; and what is too far away, because the clock was set back. */
        private void forget(long time) {
            while (size > 0 && at[size - 1] > time + HORIZON) {
                size--;
            }
            int over = 0;
            while (over < size && at[over] <= time - WINDOW) {
                over++;
            }
            if (over > 0) {
                System.arraycopy(at, over, at, 0, size - over);
                size -= over;
            }
        }
    }
}
