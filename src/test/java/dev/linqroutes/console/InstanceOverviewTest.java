package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.ledger.ops.Instances;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.TestClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Which instances count, and that a report that fails does not fill the log. */
class InstanceOverviewTest {
    @TempDir
    Path folder;

    private final Logger log = (Logger) LoggerFactory.getLogger(InstanceOverview.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Activity activity = new Activity(metrics, clock);
    private Database database;
    private InstanceOverview overview;

    @BeforeEach
    void open() {
        database = Database.open(FreshLedger.h2(folder), "", "", 2);
        overview = new InstanceOverview(
                new Instances(database, new Instances.Self("host-1", "1.0", clock.instant())), activity);
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void close() {
        log.detachAppender(logged);
        database.close();
    }

    @Test
    void what_this_instance_did_before_its_first_interval_was_over_counts() {
        confirm(3);

        assertThat(show().at("/last_minute/confirmed").asLong()).isEqualTo(3);
    }

    @Test
    void the_sum_is_of_instances_that_were_seen_in_the_last_30_seconds() {
        confirm(3);

        JsonNode now = show(other("host-2", Duration.ofSeconds(30), 10), other("host-3", Duration.ofSeconds(31), 100));

        assertThat(now.at("/last_minute/confirmed").asLong()).isEqualTo(13);
        assertThat(now.get("instances"))
                .extracting(each ->
                        each.get("host").asText() + " " + each.path("silent").asBoolean() + " " + each.get("calls"))
                .containsExactly("host-1 false 0", "host-2 false 5", "host-3 true 0");
    }

    @Test
    void a_report_that_the_ledger_refuses_is_logged_once_until_one_succeeds() {
        refuseReports();
        overview.report();
        overview.report();
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("the other instances do not see this one: cannot report this instance");

        execute("ALTER TABLE instance DROP CONSTRAINT refused");
        overview.report();
        refuseReports();
        overview.report();

        assertThat(logged.list).hasSize(2);
    }

    @Test
    void a_report_while_the_ledger_is_unavailable_is_not_logged_since_the_health_check_tells() {
        execute("ALTER TABLE instance RENAME TO gone");

        overview.report();

        assertThat(logged.list).isEmpty();
        assertThatThrownBy(overview::findOthers).isInstanceOf(LedgerUnavailable.class);
    }

    private void refuseReports() {
        execute("DELETE FROM instance");
        execute("ALTER TABLE instance ADD CONSTRAINT refused CHECK (host <> 'host-1')");
    }

    private void confirm(int commands) {
        Counter.builder("linq.outcomes")
                .tag("status", "confirmed")
                .register(metrics)
                .increment(commands);
        clock.advance(Activity.INTERVAL);
        activity.sample();
    }

    private Instances.Other other(String host, Duration silence, long confirmed) {
        return new Instances.Other(
                host,
                "1.0",
                clock.instant(),
                clock.instant().minus(silence),
                silence,
                Map.of("confirmed", confirmed, "calls", 5L));
    }

    private JsonNode show(Instances.Other... others) {
        ObjectNode now = ConsoleHttp.JSON.createObjectNode();
        overview.show(now, List.of(others), clock.instant());
        return now;
    }

    private void execute(String statement) {
        LedgerTransaction.run(database, 1, "change the schema", handle -> handle.execute(statement));
    }
}
