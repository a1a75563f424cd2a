package dev.linqroutes.ledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Database database = Database.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "", 2);
    private final CompletableFuture<Void> unlocked = new CompletableFuture<>();
    private final GroupCommit<String> commits = new GroupCommit<>(database, "test", (handle, batch) -> unlocked.join());

    @AfterEach
    void close() {
        unlocked.complete(null);
        database.close();
    }

    @Test
    void the_longest_wait_is_the_age_of_the_oldest_item_that_is_not_committed() throws Exception {
        assertThat(commits.longestWait()).isZero();

        CompletableFuture<Void> first = commits.submit("in the database's hands");
        Duration enough = Duration.ofMillis(40);
        await().until(() -> commits.longestWait().compareTo(enough) > 0);
        commits.submit("behind it");
        assertThat(commits.longestWait()).isGreaterThan(enough);

        unlocked.complete(null);
        first.join();
        await().atMost(Duration.ofSeconds(5)).until(() -> commits.longestWait().isZero());
    }

    @Test
    void one_bad_item_of_many_fails_alone_and_costs_few_transactions() {
        AtomicInteger transactions = new AtomicInteger();
        CompletableFuture<Void> gathered = new CompletableFuture<>();
        GroupCommit<Integer> numbers = new GroupCommit<>(database, "test numbers", (handle, batch) -> {
            gathered.join();
            transactions.incrementAndGet();
            if (batch.contains(77)) {
                throw new IllegalStateException("a bug with 77");
            }
        });
        List<CompletableFuture<Void>> commits =
                IntStream.range(0, 400).mapToObj(numbers::submit).toList();
        gathered.complete(null);

        for (int i = 0; i < 400; i++) {
            if (i == 77) {
                assertThat(commits.get(i)).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(LedgerFault.class);
            } else {
                assertThat(commits.get(i)).succeedsWithin(LONG);
            }
        }
        // The first item may be committed alone; the others take one transaction, then two for each bisection.
        assertThat(transactions.get()).isLessThanOrEqualTo(2 + 2 * 9);
    }

    @Test
    void actions_after_a_commit_run_once_however_often_it_was_attempted() {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        GroupCommit<String> telling = new GroupCommit<>(database, "test telling", (handle, batch) -> {
            handle.afterCommit(() -> told.addAndGet(batch.size()));
            if (tries.incrementAndGet() < 3) {
                throw new LedgerTransaction.Conflict();
            }
        });

        assertThat(telling.submit("one")).succeedsWithin(LONG);

        assertThat(tries).hasValue(3);
        assertThat(told).hasValue(1);
    }

    @Test
    void closing_a_ledger_ends_its_threads_and_rejects_new_items() {
        GroupCommit<String> ending = new GroupCommit<>(database, "test ending", (handle, batch) -> {});
        assertThat(ending.submit("before")).succeedsWithin(LONG);
        assertThat(threads("test ending")).isOne();
        unlocked.complete(null);

        database.close();

        assertThat(threads("test ending")).isZero();
        assertThat(ending.submit("after"))
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(LedgerUnavailable.class);
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }
}
