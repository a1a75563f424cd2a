package dev.linqroutes.app;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** What a start refuses about the values of settings; nothing is opened for that. */
public final class SettingProblems {
    private SettingProblems() {}

    /** A message for each that names the setting; empty if the program can start with them. */
    public static List<String> find(Settings settings) {
        Clock clock = Clock.systemUTC();
        Stream<Runnable> types = Settings.typedNames().stream().map(name -> () -> settings.requireType(name));
        Stream<Runnable> others = Stream.of(
                settings::lines,
                settings::pool,
                settings::apiUrl,
                settings::publicUrl,
                settings::requireTwoPorts,
                () -> settings.number("camel.server.maxBodySize"),
                () -> settings.number("camel.main.shutdownTimeout"),
                () -> settings.region("linq.region"),
                () -> settings.charset("inbox.fallback-encoding"),
                () -> LedgerBeans.resendPolicy(settings),
                () -> LedgerBeans.mailboxSettings(settings),
                () -> LedgerBeans.retentionPeriods(settings),
                () -> LinqBeans.circuitBreaker(settings, clock),
                () -> LinqBeans.backoff(settings),
                () -> KafkaBeans.eventTopics(settings),
                () -> WebhookBeans.verifier(settings, clock),
                () -> ConsoleBeans.accessRules(settings));
        return Stream.concat(types, others)
                .flatMap(SettingProblems::problem)
                .distinct()
                .toList();
    }

    /** @throws IllegalArgumentException when there is one; the message is one line that tells all */
    static void requireNone(Settings settings) {
        List<String> problems = find(settings);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static Stream<String> problem(Runnable reader) {
        try {
            reader.run();
            return Stream.empty();
        } catch (IllegalArgumentException e) {
            return Stream.of(e.getMessage());
        }
    }
}
