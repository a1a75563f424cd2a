package dev.linqroutes.app;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** What a start would refuse about the values of settings; nothing is opened for that. */
public final class SettingProblems {
    private SettingProblems() {}

    /** A message for each that names the setting; empty if the program can start with them. */
    public static List<String> find(Settings settings) {
        Clock clock = Clock.systemUTC();
        Stream<Runnable> types = Settings.typedNames().stream().map(name -> () -> settings.requireType(name));
        Stream<Runnable> others = Stream.of(
                settings::lines,
                settings::mostNewConversations,
                () -> settings.optionalNumber("linq.line.max-per-day"),
                () -> settings.optionalNumber("linq.messages-per-minute-to-person"),
                () -> settings.region("linq.region"),
                () -> settings.charset("inbox.fallback-encoding"),
                () -> LedgerBeans.resendPolicy(settings),
                () -> LedgerBeans.mailboxSettings(settings),
                () -> LedgerBeans.retentionPeriods(settings),
                () -> LinqBeans.circuitBreaker(settings, clock),
                () -> LinqBeans.backoff(settings),
                () -> KafkaBeans.eventTopics(settings));
        return Stream.concat(types, others)
                .flatMap(SettingProblems::problem)
                .distinct()
                .toList();
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
