package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.process.Micros;
import dev.linqroutes.bench.result.Result;
import dev.linqroutes.bench.sample.SampleSheet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A spreadsheet in a small heap: all rows checked and stored; and a smaller one until its results are written. */
public final class Spreadsheet implements Scenario {
    private static final int HEAP_MEGABYTES = 256;
    private static final String READ = "read";
    private static final String WHOLE = "read, called, results";

    /** Of the rows that are read, so many are called. */
    private static final int ROWS_CALLED = 50;

    private static final String ROWS_STORED = "SELECT coalesce(sum(row_count), 0) FROM batch_part";

    private static final double MICROS = 1e6;

    private final int rows;

    public Spreadsheet(int rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "spreadsheet";
    }

    @Override
    public List<String> variants() {
        return List.of(READ, WHOLE);
    }

    @Override
    public boolean suits(Contender contender) {
        return contender.isProduct();
    }

    @Override
    public Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception {
        boolean calls = variant.equals(WHOLE);
        int count = calls ? Math.max(1, rows / ROWS_CALLED) : rows;
        try (Run run = new Run(lab, contender, 0, HEAP_MEGABYTES, Map.of())) {
            Path sheet = SampleSheet.write(run.folder().resolve("groups.csv"), count);
            if (!calls) {
                run.stub().refuseConnections();
            }
            run.start();
            run.awaitReady();
            double cpuBefore = run.running().cpuSeconds();
            long dropped = Micros.now();
            Files.move(sheet, run.folder().resolve("inbox").resolve("groups.csv"), StandardCopyOption.ATOMIC_MOVE);
            LedgerQueries ledger = new LedgerQueries(run);
            long half = calls ? 0 : ledger.await(ROWS_STORED, stored -> stored >= count / 2);
            double cpuAtHalf = run.running().cpuSeconds();
            ledger.await(
                    "SELECT count(*) FROM batch WHERE " + (calls ? "finished_at" : "read_at") + " IS NOT NULL",
                    batches -> batches == 1);
            double seconds = Micros.seconds(dropped, Micros.now());
            double cpu = run.running().cpuSeconds();

            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("rows", (double) count);
            figures.put("rows/s", count / seconds);
            figures.put("CPU µs/row", (cpu - cpuBefore) * MICROS / count);
            if (!calls) {
                figures.put("CPU µs/row 2nd half", (cpu - cpuAtHalf) * MICROS / (count - half));
            }
            Cost.addMemory(figures, run);
            return new Result(
                    name(), variant, contender.name(), repetition, figures, faults(run, ledger, count, calls));
        }
    }

    private static Map<String, Long> faults(Run run, LedgerQueries ledger, int rows, boolean calls) throws Exception {
        Map<String, Long> faults = new LinkedHashMap<>();
        faults.put("rows not read", rows - ledger.number("SELECT sum(row_count) FROM batch"));
        faults.put("rows refused", ledger.number("SELECT sum(refused) FROM batch"));
        if (calls) {
            faults.putAll(Audit.faults(run.stub().calls(), rows, SampleSheet.CALLS_OF_ROW));
            faults.putAll(new Audit(run).topicFaults(rows, "accepted"));
        }
        return faults;
    }
}
