package dev.linqroutes.bench;

import dev.linqroutes.files.imports.ImportProgress;
import dev.linqroutes.ledger.batch.BatchState;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A spreadsheet on its way through the program, from the inbox to its results. */
final class SpreadsheetLoad {
    /** Since the last row came on. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Of a subscriber in the area of 202; each row takes the next four. */
    private static final int FIRST_NUMBER = 2_000_000;

    private static final Duration POLL = Duration.ofMillis(200);

    private final ProgramUnderTest rig;
    private final Path sheet;
    private Instant worked;
    private long accepted;

    SpreadsheetLoad(ProgramUnderTest rig, Path sheet) {
        this.rig = rig;
        this.sheet = sheet;
    }

    /** Groups of two to four, each with members of its own, a name, a message and a link. */
    static Path write(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("group_ref,to,display_name,message,links\n");
            for (int i = 0; i < rows; i++) {
                int row = i;
                String members = IntStream.range(0, 2 + row % 3)
                        .mapToObj(member -> Integer.toString(FIRST_NUMBER + row * 4 + member))
                        .collect(Collectors.joining(";+1202", "+1202", ""));
                out.write("order-%1$d,%2$s,Order %1$d,Your order %1$d is on its way,https://example.com/t/%1$d\n"
                        .formatted(row, members));
            }
        }
        return file;
    }

    /** @return from its appearance in the inbox until all of its rows are in the ledger */
    Duration awaitRead() throws IOException, InterruptedException {
        Instant dropped = Instant.now();
        Files.move(sheet, rig.inbox().resolve(sheet.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        return between(dropped, await(state -> state.readAt().isPresent()).readAt());
    }

    /** @return from then on until nothing is left to do for any row; the program tells how far it is */
    Duration awaitWorked() throws InterruptedException {
        BatchState state = await(each -> each.finishedRows() == each.rows());
        worked = Instant.now();
        accepted = state.byStatus().getOrDefault("accepted", 0L);
        return Duration.between(state.readAt().orElseThrow(), worked);
    }

    /** @return from then on until the results are where their sender finds them */
    Duration awaitWritten() throws InterruptedException {
        return between(worked, await(state -> state.finishedAt().isPresent()).finishedAt());
    }

    /** How many rows came to what they were to. */
    long accepted() {
        return accepted;
    }

    private static Duration between(Instant from, Optional<Instant> until) {
        return Duration.between(from, until.orElseThrow());
    }

    private BatchState await(Predicate<BatchState> condition) throws InterruptedException {
        long last = -1;
        Instant moved = Instant.now();
        while (true) {
            Optional<BatchState> state = rig.batches().stream().findFirst();
            if (state.filter(condition).isPresent()) {
                return state.get();
            }
            Instant now = Instant.now();
            long far = state.map(each -> each.rows() + each.finishedRows()).orElse(0L);
            if (far > last) {
                last = far;
                moved = now;
            } else if (moved.plus(TIMEOUT).isBefore(now)) {
                throw new IllegalStateException(
                        "nothing has moved for " + TIMEOUT + ": " + state.map(ImportProgress::describe));
            }
            Thread.sleep(POLL.toMillis());
        }
    }
}
