package dev.linqroutes.app;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a start would refuse about the values of settings; nothing is opened for that. */
public final class SettingProblems {
    private SettingProblems() {}

    /** A message for each that names the setting; empty if the program can start with them. */
    public static List<String> find(Settings settings) {
        Clock clock = Clock.systemUTC();
        return Stream.<Supplier<?>>of(
                        settings::lines,
                        settings::mostNewConversations,
                        () -> settings.number("linq.line.advised-new-per-day"),
                        () -> settings.lineQuota(clock),
                        () -> LedgerBeans.resendPolicy(settings),
                        () -> LedgerBeans.mailboxSettings(settings),
                        () -> LedgerBeans.retentionPeriods(settings),
                        () -> LinqBeans.circuitBreaker(settings, clock),
                        () -> LinqBeans.backoff(settings),
                        () -> KafkaBeans.eventTopics(settings))
                .flatMap(SettingProblems::problem)
                .distinct()
                .toList();
    }

    private static Stream<String> problem(Supplier<?> reader) {
        try {
            reader.get();
            return Stream.empty();
        } catch (IllegalArgumentException e) {
            return Stream.of(e.getMessage());
        }
    }
}
