package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2BatchesTest extends BatchesContract {
    @TempDir
    Path folder;

    @Override
    String freshDatabase() {
        return "jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString());
    }

    @Test
    void a_file_whose_reader_died_with_the_process_is_read_by_the_next_one_at_once() {
        String url = freshDatabase();
        TestClock clock = new TestClock();
        Settlement.Settings settling = new Settlement.Settings(false, Duration.ofMinutes(1), false);
        try (BatchesRig dead = new BatchesRig(url, clock, settling)) {
            dead.intake.claim(BatchesRig.batch("a"));
            dead.intake.store(BatchesRig.part("a", 1));
            dead.read("b", 0);
            dead.lease.lease("f-b");
        }

        try (BatchesRig next = new BatchesRig(url, clock, settling)) {
            next.read("a", 1);
            assertThat(next.lease.lease("f-b")).isTrue();
        }
    }
}
