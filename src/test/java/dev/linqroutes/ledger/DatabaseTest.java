package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/linq?user=u&password=secret, jdbc:postgresql://db:5432/linq",
        "jdbc:postgresql://u:secret@db/linq, jdbc:postgresql://db/linq",
        "jdbc:postgresql://u:sec/r@et@db/linq, jdbc:postgresql://db/linq",
        "jdbc:h2:file:./data/ledger;USER=u;PASSWORD=secret, jdbc:h2:file:./data/ledger",
        "jdbc:postgresql://db/linq, jdbc:postgresql://db/linq"
    })
    void a_ledgers_url_is_shown_without_what_may_be_a_password(String url, String shown) {
        assertThat(Database.shown(url)).isEqualTo(shown);
    }

    @Test
    void a_ledger_that_is_not_there_is_told_as_that_and_not_made(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("ledger");

        assertThatThrownBy(() -> Database.openExisting(url, "", "", 1))
                .isInstanceOf(LedgerException.class)
                .hasMessage("there is no ledger at " + url + " yet; LEDGER_URL names it, run makes it");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:1/linq?user=u&password=secret",
                "jdbc:nosuch://127.0.0.1:1/linq?user=u&password=secret",
                "jdbc:postgresql://u:secret@127.0.0.1:1/linq",
                "jdbc:h2:tcp://127.0.0.1:1/linq;USER=u;PASSWORD=secret"
            })
    void an_error_at_the_start_names_the_ledger_and_no_password(String url) {
        assertThatThrownBy(() -> Database.open(url, "", "", 1))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("127.0.0.1:1/linq")
                .hasMessageNotContaining("secret");
    }
}
