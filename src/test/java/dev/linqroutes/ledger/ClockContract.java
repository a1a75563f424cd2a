package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.OpenGate;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a clock that jumps does to whatever waits for a time, whichever database it stands on. */
abstract class ClockContract {
    private static final Topics TOPICS = new Topics("outcomes", "dead", "events", "groups");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_PER_DAY = 3;

    private final TestClock clock = new TestClock();
    private final Lines lines = new Lines(clock, MOST_PER_DAY, OptionalLong.of(MOST_PER_DAY));
    private Database database;
    private Acceptance acceptance;
    private DelayedCommands delayedCommands;
    private Mailboxes mailboxes;
    private Results results;

    /** JDBC URL of a new, empty database. */
    abstract String freshDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(freshDatabase(), "", "", 3);
        acceptance = new Acceptance(database, TOPICS, clock, new WorkSignal(), new WorkSignal());
        delayedCommands = new DelayedCommands(database, clock, new WorkSignal());
        mailboxes = new Mailboxes(
                database,
                clock,
                new WorkSignal(),
                new OpenGate(),
                lines,
                new Mailboxes.Settings(
                        10,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(1),
                        29,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10)));
        results = TestLedger.results(database, mailboxes, TOPICS, clock, lines);
    }

    @AfterEach
    void close() {
        database.close();
    }

    // Forward

    @Test
    void a_delayed_command_comes_early_when_the_clock_jumps_forward_and_only_once() throws Exception {
        accept(notBefore(
                LedgerContract.create("c1", "order-1", 1), clock.instant().plus(HOUR)));
        clock.pass(HOUR);
        delayedCommands.release();
        clock.pass(HOUR.negated());
        delayedCommands.release();
        clock.pass(HOUR);
        delayedCommands.release();

        assertThat(workAll()).containsExactly("c1 call 1");
    }

    @Test
    void a_command_lapses_early_when_the_clock_jumps_forward() throws Exception {
        accept(expiresAt(
                LedgerContract.create("c1", "order-1", 1), clock.instant().plus(HOUR)));
        clock.pass(HOUR.multipliedBy(2));

        Mailbox mailbox = mailboxes.claim().get(0);

        assertThat(mailbox.next().lapsed(clock.instant())).isTrue();
    }

    @Test
    void a_line_may_send_a_days_messages_more_when_the_clock_jumps_to_the_next_day() throws Exception {
        accept(LedgerContract.create("c1", "order-1", MOST_PER_DAY));
        workAll();
        accept(LedgerContract.send("c2", "order-1"));
        assertThat(workAll()).isEmpty();
        clock.pass(DAY);

        assertThat(workAll()).containsExactly("c2 call 1");
    }

    // Back

    @Test
    void a_delayed_command_waits_for_its_time_by_the_clock_when_that_is_set_back() throws Exception {
        accept(notBefore(
                LedgerContract.create("c1", "order-1", 1), clock.instant().plus(HOUR)));
        clock.pass(HOUR.negated());
        clock.pass(HOUR);
        delayedCommands.release();
        assertThat(workAll()).isEmpty();
        clock.pass(HOUR);
        delayedCommands.release();

        assertThat(workAll()).containsExactly("c1 call 1");
    }

    @Test
    void a_command_does_not_lapse_before_its_time_by_the_clock_when_that_is_set_back() throws Exception {
        accept(expiresAt(
                LedgerContract.create("c1", "order-1", 1), clock.instant().plus(HOUR)));
        clock.pass(HOUR.negated());
        accept(LedgerContract.create("c2", "order-2", 1));
        clock.pass(HOUR.plusMinutes(30));

        assertThat(mailboxes.claim())
                .extracting(mailbox -> mailbox.next().lapsed(clock.instant()))
                .containsOnly(false);
    }

    @Test
    void what_a_line_has_sent_on_a_day_still_counts_when_the_clock_comes_back_to_that_day() throws Exception {
        accept(LedgerContract.create("c1", "order-1", MOST_PER_DAY));
        workAll();
        clock.pass(DAY);
        accept(LedgerContract.send("c2", "order-1"));
        assertThat(workAll()).containsExactly("c2 call 1");
        clock.pass(DAY.negated());
        accept(LedgerContract.send("c3", "order-1"));

        assertThat(workAll()).isEmpty();
        assertThat(lines.messagesToday("line of order-1")).isLessThanOrEqualTo(MOST_PER_DAY);
        clock.pass(DAY);
        assertThat(workAll()).containsExactly("c3 call 1");
    }

    @Test
    void a_group_told_to_wait_waits_as_much_longer_as_the_clock_is_set_back() throws Exception {
        accept(LedgerContract.create("c1", "order-1", 1));
        Mailbox mailbox = mailboxes.claim().get(0);
        CallResult.Fault wait = CallResult.Fault.noAnswer("wait");
        record(mailbox, new CallResult.Again(Duration.ofSeconds(30), CallResult.Again.Reason.TOLD_TO_WAIT, wait));
        clock.pass(HOUR.negated());

        clock.pass(HOUR);
        assertThat(workAll()).isEmpty();
        clock.pass(Duration.ofSeconds(30));
        assertThat(workAll()).containsExactly("c1 call 1");
    }

    @Test
    void what_was_accepted_while_the_clock_was_ahead_and_not_worked_then_waits_until_it_is_there_again()
            throws Exception {
        clock.pass(HOUR);
        accept(LedgerContract.create("c1", "order-1", 1));
        clock.pass(HOUR.negated());
        accept(LedgerContract.create("c2", "order-2", 1), LedgerContract.send("c3", "order-1"));

        assertThat(workAll()).containsExactly("c2 call 1");
        clock.pass(HOUR);
        assertThat(workAll()).containsExactly("c1 call 1", "c3 call 1");
    }

    private void accept(NewCommand... commands) {
        acceptance.accept(List.of(commands));
    }

    private void record(Mailbox mailbox, CallResult result) {
        results.record(mailbox, mailbox.next(), result, clock.instant())
                .toCompletableFuture()
                .join();
    }

    /** Works all that is due with success; the names of the calls. */
    private List<String> workAll() throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (Mailbox mailbox : mailboxes.claim()) {
            while (mailbox.hasNext(clock.instant())) {
                names.add(mailbox.next().name());
                Optional<String> chat = Optional.of("chat-of-" + mailbox.name());
                record(mailbox, new CallResult.Accepted(201, chat, Optional.empty(), Optional.empty()));
            }
            mailboxes.giveBack(mailbox).toCompletableFuture().join();
        }
        return names;
    }

    private static NewCommand notBefore(NewCommand command, Instant time) {
        return timed(command, Optional.of(time), Optional.empty());
    }

    private static NewCommand expiresAt(NewCommand command, Instant time) {
        return timed(command, Optional.empty(), Optional.of(time));
    }

    private static NewCommand timed(NewCommand command, Optional<Instant> notBefore, Optional<Instant> expiresAt) {
        return new NewCommand(
                command.origin(),
                command.commandId(),
                command.type(),
                command.group(),
                command.warnings(),
                command.calls(),
                notBefore,
                expiresAt);
    }
}
