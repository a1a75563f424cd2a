package dev.linqroutes.ledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerUrlTest {
    private static final String POSTGRES = "jdbc:postgresql://db:5432/linq";
    private static final String H2 = "jdbc:h2:file:./data/ledger";

    @ParameterizedTest
    @CsvSource({
        "reWriteBatchedInserts, true",
        "autosave, always",
        "autosave, conservative",
        "readOnly, true",
        "preferQueryMode, simple",
        "stringtype, unspecified",
        "allowEncodingChanges, true",
        "replication, database",
        "targetServerType, secondary",
        "targetServerType, preferSecondary"
    })
    void an_option_of_postgres_that_would_break_the_ledger_is_ignored_and_reported(String option, String value) {
        LedgerUrl ledger = LedgerUrl.parse(POSTGRES + "?user=u&" + option + "=" + value);

        assertThat(ledger.ignoredOptions()).containsExactly(option);
        assertThat(ledger.url()).isEqualTo(POSTGRES);
        assertThat(ledger.properties().getProperty(option)).isNotEqualTo(value);
        assertThat(ledger.properties()).containsEntry("user", "u");
    }

    @Test
    void options_with_the_required_values_are_not_reported() {
        assertThat(LedgerUrl.parse(POSTGRES + "?reWriteBatchedInserts=false&autosave=never&targetServerType=primary")
                        .ignoredOptions())
                .isEmpty();
        assertThat(LedgerUrl.parse(H2 + ";WRITE_DELAY=0;mode=postgresql").ignoredOptions())
                .isEmpty();
    }

    @Test
    void options_that_the_operator_may_choose_are_kept() {
        LedgerUrl ledger = LedgerUrl.parse(
                POSTGRES
                        + "?sslmode=verify-full&currentSchema=chats&prepareThreshold=0&defaultRowFetchSize=10&ApplicationName=x");

        assertThat(ledger.ignoredOptions()).isEmpty();
        assertThat(ledger.properties())
                .containsEntry("sslmode", "verify-full")
                .containsEntry("currentSchema", "chats")
                .containsEntry("prepareThreshold", "0")
                .containsEntry("defaultRowFetchSize", "10")
                .containsEntry("ApplicationName", "x");
    }

    @Test
    void of_several_servers_only_the_primary_is_used() {
        assertThat(LedgerUrl.parse("jdbc:postgresql://a:5432,b:5432/linq").properties())
                .containsEntry("targetServerType", "primary");
        assertThat(LedgerUrl.parse(POSTGRES).properties()).doesNotContainKey("targetServerType");
    }

    @Test
    void every_wait_has_a_timeout_by_default() {
        for (String url : List.of(POSTGRES, POSTGRES + "?socketTimeout=0&connectTimeout=0&tcpKeepAlive=false")) {
            assertThat(LedgerUrl.parse(url).properties())
                    .containsEntry("socketTimeout", "20")
                    .containsEntry("connectTimeout", "5")
                    .containsEntry("tcpKeepAlive", "true");
        }
        assertThat(options(LedgerUrl.parse(H2))).contains("QUERY_TIMEOUT=15000");
    }

    @Test
    void timeouts_in_the_url_take_precedence() {
        assertThat(LedgerUrl.parse(POSTGRES + "?socketTimeout=60&connectTimeout=2")
                        .properties())
                .containsEntry("socketTimeout", "60")
                .containsEntry("connectTimeout", "2");
        assertThat(options(LedgerUrl.parse(H2 + ";query_timeout=7"))).contains("QUERY_TIMEOUT=7");
    }

    @Test
    void a_migration_has_a_long_timeout() {
        assertThat(LedgerUrl.parse(POSTGRES).withMigrationTimeouts().properties())
                .containsEntry("socketTimeout", "3600");
        assertThat(options(LedgerUrl.parse(H2).withMigrationTimeouts()))
                .noneMatch(each -> each.startsWith("QUERY_TIMEOUT"));
    }

    @Test
    void errors_of_postgres_contain_no_rows() {
        assertThat(LedgerUrl.parse(POSTGRES + "?logServerErrorDetail=true").properties())
                .containsEntry("logServerErrorDetail", "false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRITE_DELAY=500",
                "MODE=MySQL",
                "DB_CLOSE_ON_EXIT=TRUE",
                "DATABASE_TO_LOWER=FALSE",
                "DATABASE_TO_UPPER=TRUE",
                "LOCK_MODE=0",
                "IGNORECASE=TRUE",
                "FILE_LOCK=NO",
                "ACCESS_MODE_DATA=r"
            })
    void an_option_of_h2_that_would_break_the_ledger_is_ignored_and_reported(String option) {
        LedgerUrl ledger = LedgerUrl.parse(H2 + ";" + option + ";CACHE_SIZE=1000");

        assertThat(ledger.ignoredOptions()).containsExactly(option.split("=")[0]);
        assertThat(options(ledger))
                .doesNotContain(option)
                .contains("MODE=PostgreSQL", "WRITE_DELAY=0", "DATABASE_TO_LOWER=TRUE", "CACHE_SIZE=1000");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./x, true",
        "jdbc:h2:file:./x;AUTO_SERVER=FALSE, true",
        "jdbc:h2:file:./x;AUTO_SERVER=TRUE, false",
        "jdbc:h2:file:./x;auto_server=true, false",
        "jdbc:h2:tcp://db/x, false",
        "jdbc:h2:ssl://db/x, false",
        "jdbc:postgresql://db/x, false"
    })
    void leases_are_ended_at_the_start_only_if_no_other_process_can_have_one(String url, boolean ofThisProcess) {
        assertThat(LedgerUrl.parse(url).exclusive()).isEqualTo(ofThisProcess);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://db/linq", "postgres://db/linq", "", "jdbc:postgresql://u:secret@db/linq"})
    void an_invalid_url_is_reported(String url) {
        assertThatThrownBy(() -> LedgerUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ledger.url ")
                .hasMessageNotContaining("secret");
    }

    private static List<String> options(LedgerUrl ledger) {
        return Arrays.asList(ledger.url().split(";"));
    }
}
