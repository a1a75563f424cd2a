package dev.linqroutes.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings that have a new name. The former name works until the next release, with a warning in the log. */
final class RenamedSettings {
    private static final Logger LOG = LoggerFactory.getLogger(RenamedSettings.class);

    /** New names by former names. */
    static final Map<String, String> NEW_NAMES = Map.ofEntries(
            Map.entry("linq.poll", "linq.poll-interval"),
            Map.entry("linq.retry.first", "linq.retry.initial-delay"),
            Map.entry("linq.retry.longest", "linq.retry.max-delay"),
            Map.entry("linq.pause.calls-without-answer", "linq.circuit-breaker.failure-threshold"),
            Map.entry("linq.pause.probe", "linq.circuit-breaker.probe-interval"),
            Map.entry("linq.line.advised-per-day", "linq.line.warn-per-day"),
            Map.entry("linq.line.most-per-day", "linq.line.max-per-day"),
            Map.entry("linq.ask-for-name", "linq.rename.poll-after"),
            Map.entry("linq.confirm.give-up", "linq.confirm.timeout"),
            Map.entry("linq.confirm.readers", "linq.confirm.concurrency"),
            Map.entry("linq.confirm.tell-accepted", "linq.confirm.publish-accepted"),
            Map.entry("linq.webhook.remember", "linq.webhook.dedup-window"),
            Map.entry("linq.webhook.longest-wait", "linq.webhook.max-queue-time"),
            Map.entry("kafka.batch", "kafka.batch-size"),
            Map.entry("inbox.poll", "inbox.poll-interval"),
            Map.entry("inbox.rows-under-way", "inbox.max-in-flight-rows"),
            Map.entry("inbox.progress", "inbox.progress-interval"),
            Map.entry("ledger.away.delay", "ledger.retry.initial-delay"),
            Map.entry("ledger.away.longest-delay", "ledger.retry.max-delay"),
            Map.entry("pause.after-error", "error.retry-delay"),
            Map.entry("outbox.batch", "outbox.batch-size"),
            Map.entry("linq.retry.max-transition", "linq.retry.max-not-ready"),
            Map.entry("outbox.held-again", "outbox.parked-retry"));

    private RenamedSettings() {}

    /**
     * Values that are given by a former name and not by the new one.
     *
     * @param environment by the names of variables
     * @param properties by the names of settings
     * @return by new names; each is logged
     */
    static Map<String, String> in(Map<String, String> environment, List<Map<String, String>> properties) {
        Map<String, String> values = new TreeMap<>();
        NEW_NAMES.forEach((former, name) -> value(former, environment, properties)
                .filter(value -> value(name, environment, properties).isEmpty())
                .ifPresent(value -> {
                    LOG.warn(
                            "setting {} ({}) is now named {} ({}); the former name works until the next release",
                            former,
                            Settings.variable(former),
                            name,
                            Settings.variable(name));
                    values.put(name, value);
                }));
        return values;
    }

    private static Optional<String> value(
            String name, Map<String, String> environment, List<Map<String, String>> properties) {
        return properties.stream()
                .flatMap(each -> Stream.ofNullable(each.get(name)))
                .findFirst()
                .or(() -> Optional.ofNullable(environment.get(Settings.variable(name))));
    }
}
