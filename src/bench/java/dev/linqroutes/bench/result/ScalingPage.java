package dev.linqroutes.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what larger loads need from what the results say of a message. */
public final class ScalingPage {
    private static final String TEXT = "SCALING.template.md";

    private static final String SENT = "confirmation:100 ms:";
    private static final String CPU = SENT + "CPU s/1,000 2nd half";
    private static final String DATABASE_CPU = SENT + "PostgreSQL CPU s/1,000 2nd half";
    private static final String BYTES = SENT + "ledger bytes/command";

    /** Sent and received by a line in a day (reference 1.4). */
    private static final double MESSAGES = 7_000;

    private static final double SHARE_OF_BUSIEST_HOUR = 0.1;
    private static final double SECONDS_OF_HOUR = 3_600;
    private static final double THOUSAND = 1_000;
    private static final double LEAST_CORES = 0.01;
    private static final double GIGABYTE = 1e9;
    private static final int DAYS_SHORT = 7;
    private static final int DAYS_LONG = 90;
    private static final String UNKNOWN = "?";

    private final Report report;
    private final PageTemplate template;

    /** @param ours the contender that the page is about */
    public ScalingPage(Report report, String ours) throws IOException {
        this.report = report;
        template = new PageTemplate(TEXT, report, ours);
    }

    public void write(Path page) throws IOException {
        Files.writeString(
                page,
                template.with("date", report.setting().get("date"))
                        .with("machine", report.setting().get("machine"))
                        .with(
                                "a second and core",
                                template.figure(DATABASE_CPU)
                                        .map(cpu -> Table.number(THOUSAND / cpu))
                                        .orElse(UNKNOWN))
                        .with(
                                "lines",
                                Stream.of(10, 1_000, 100_000).map(this::row).collect(Collectors.joining("\n")))
                        .fill());
    }

    private String row(int lines) {
        double day = lines * MESSAGES;
        double second = day * SHARE_OF_BUSIEST_HOUR / SECONDS_OF_HOUR;
        return String.format(
                Locale.ROOT,
                "| %,d | %,.0f | %s | %s | %s | %s | %s |",
                lines,
                day,
                Table.number(second),
                cores(second, CPU),
                cores(second, DATABASE_CPU),
                gigabytes(day * DAYS_SHORT),
                gigabytes(day * DAYS_LONG));
    }

    private String cores(double messagesOfSecond, String cost) {
        return template.figure(cost)
                .map(cpu -> messagesOfSecond / THOUSAND * cpu)
                .map(cores -> cores < LEAST_CORES ? "< " + LEAST_CORES : Table.number(cores))
                .orElse(UNKNOWN);
    }

    private String gigabytes(double messages) {
        return template.figure(BYTES)
                .map(bytes -> Table.number(messages * bytes / GIGABYTE) + " GB")
                .orElse(UNKNOWN);
    }
}
