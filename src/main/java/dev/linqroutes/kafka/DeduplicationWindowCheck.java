package dev.linqroutes.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the retention of the commands topic with the deduplication window of the ledger. A record that is read again after
 * the window, because the offsets of the consumer group were lost or reset, is executed as a new command.
 */
public final class DeduplicationWindowCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DeduplicationWindowCheck.class);
    private static final long TIMEOUT_SECONDS = 20;

    private final Supplier<Properties> clientProperties;
    private final String topic;
    private final Duration retention;
    private Optional<String> lastLogged = Optional.empty();

    /**
     * @param clientProperties client configuration for the broker, including security
     * @param retention how long the ledger recognizes a finished command
     */
    public DeduplicationWindowCheck(Supplier<Properties> clientProperties, String topic, Duration retention) {
        this.clientProperties = clientProperties;
        this.topic = topic;
        this.retention = retention;
    }

    /** Logs a problem if it differs from the last one logged. */
    public synchronized void logProblem() throws InterruptedException {
        Optional<String> problem = findProblem();
        if (!problem.equals(lastLogged)) {
            problem.ifPresent(LOG::warn);
            lastLogged = problem;
        }
    }

    /** What is wrong with the topic's retention, or why that cannot be read. */
    public Optional<String> findProblem() throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(clientProperties.get())) {
            Config config = admin.describeConfigs(List.of(resource))
                    .values()
                    .get(resource)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return describeProblem(
                    topic,
                    retention,
                    config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value(),
                    Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value()),
                    Long.parseLong(config.get(TopicConfig.SEGMENT_MS_CONFIG).value()));
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            return Optional.of("cannot compare ledger.retention with retention.ms of topic " + topic + ": "
                    + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                    + "; check that the topic does not retain records longer than ledger.retention");
        }
    }

    /**
     * @param retentionMs negative for unlimited
     * @param segmentMs time until a segment is rolled: its first record is kept until its last one can be deleted
     */
    static Optional<String> describeProblem(
            String topic, Duration retention, String cleanupPolicy, long retentionMs, long segmentMs) {
        boolean deletes = List.of(cleanupPolicy.split(",")).contains(TopicConfig.CLEANUP_POLICY_DELETE);
        String retained;
        if (!deletes) {
            retained = "without limit (cleanup.policy=" + cleanupPolicy + ")";
        } else if (retentionMs < 0) {
            retained = "without limit (retention.ms=" + retentionMs + ")";
        } else if (retentionMs > retention.toMillis() - segmentMs) {
            retained = "for up to " + days(retentionMs, segmentMs) + " (retention.ms=" + retentionMs
                    + " and segment.ms=" + segmentMs + ")";
        } else {
            return Optional.empty();
        }
        return Optional.of(
                "topic " + topic + " keeps commands " + retained + ", but the ledger recognises a finished command for "
                        + days(retention.toMillis(), 0)
                        + " only (ledger.retention): if the consumer group restarts from the"
                        + " beginning, older commands are executed a second time. Set a shorter retention.ms on the topic, or a longer"
                        + " ledger.retention");
    }

    /** Formats a duration in days with one decimal, or in hours below two days. */
    private static String days(long millis, long segmentMillis) {
        double hours = ((double) millis + segmentMillis) / Duration.ofHours(1).toMillis();
        return hours < 48
                ? String.format(Locale.ROOT, "%.1f hours", hours)
                : String.format(Locale.ROOT, "%.1f days", hours / 24);
    }
}
