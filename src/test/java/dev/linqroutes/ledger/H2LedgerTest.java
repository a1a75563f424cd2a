package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2LedgerTest extends LedgerContract {
    @TempDir
    Path folder;

    @Override
    String freshDatabase() {
        return "jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString());
    }

    @Test
    void a_file_that_is_opened_again_has_no_leases_to_wait_for() throws Exception {
        accept(create("c1", "order-1", 1), send("c2", "nobody"));
        onlyMailbox();
        outcomes();

        reopen();

        assertThat(onlyMailbox().next().maybeDone()).isTrue();
        assertThat(outcomes()).hasSize(1);
    }
}
