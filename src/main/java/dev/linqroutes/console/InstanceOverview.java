package dev.linqroutes.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.ledger.ops.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which instances run, and what they have done together in the last minute. */
final class InstanceOverview {
    /** Time between two reports of this instance. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** An instance that is silent for longer counts no more: it has missed two reports. */
    static final Duration MAX_SILENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(InstanceOverview.class);

    private final Instances instances;
    private final Activity activity;
    private volatile boolean isRefused;

    InstanceOverview(Instances instances, Activity activity) {
        this.instances = instances;
        this.activity = activity;
    }

    /** Tells the other instances that this one runs, and what it does. A failure shows on their pages: this one is silent. */
    void report() {
        try {
            instances.report(activity.lastMinute());
            isRefused = false;
        } catch (LedgerUnavailable e) {
            // The health check reports it.
        } catch (LedgerException e) {
            if (!isRefused) {
                LOG.warn("the other instances do not see this one: {}", e.getMessage());
            }
            isRefused = true;
        }
    }

    /** The other instances; throws a {@link LedgerException} when the ledger is unavailable. */
    List<Instances.Other> findOthers() {
        return instances.findOthers();
    }

    /**
     * Adds the sum and the list, this instance first.
     *
     * @param others empty while they are not known
     */
    void show(ObjectNode now, List<Instances.Other> others, Instant at) {
        Map<String, Long> own = activity.lastMinute();
        Map<String, Long> sum = new TreeMap<>(own);
        ArrayNode list = now.putArray("instances");
        Instances.Self self = instances.self();
        describe(list.addObject(), self.host(), self.version(), self.startedAt(), at, own)
                .put("this", true);
        for (Instances.Other other : others) {
            boolean isSilent = other.silence().compareTo(MAX_SILENCE) > 0;
            describe(
                            list.addObject(),
                            other.host(),
                            other.version(),
                            other.startedAt(),
                            other.seenAt(),
                            isSilent ? Map.of() : other.counts())
                    .put("silent", isSilent);
            if (!isSilent) {
                other.counts().forEach((name, count) -> sum.merge(name, count, Long::sum));
            }
        }
        ObjectNode minute = now.putObject("last_minute");
        sum.forEach(minute::put);
    }

    private static ObjectNode describe(
            ObjectNode shown,
            String host,
            String version,
            Instant startedAt,
            Instant seenAt,
            Map<String, Long> counts) {
        return shown.put("host", host)
                .put("version", version)
                .put("started_at", startedAt.toString())
                .put("seen_at", seenAt.toString())
                .put("calls", counts.getOrDefault(Activity.CALLS, 0L));
    }

    /** This instance stops. */
    void stop() {
        instances.stop();
    }
}
