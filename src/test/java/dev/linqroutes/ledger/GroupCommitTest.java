package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final Database database = Database.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "", 2);
    private final CompletableFuture<Void> unlocked = new CompletableFuture<>();
    private final GroupCommit<String> commits = new GroupCommit<>(database, "test", (handle, batch) -> unlocked.join());

    @AfterEach
    void close() {
        unlocked.complete(null);
        database.close();
    }

    @Test
    void the_longest_wait_counts_from_the_first_item_that_is_not_committed() throws Exception {
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
}
