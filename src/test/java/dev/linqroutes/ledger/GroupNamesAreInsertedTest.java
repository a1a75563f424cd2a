package dev.linqroutes.ledger;

import static dev.linqroutes.command.TestCommand.aCommand;
import static dev.linqroutes.command.TestCommand.aGroup;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.confirm.Signal;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.plan.IntakeMapper;
import dev.linqroutes.plan.Planner;
import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A message may have the name of its group in its text. It is that which the commands before the message lead to. */
class GroupNamesAreInsertedTest extends OnH2AndPostgres {
    private static final String CHAT = "chat-of-ref:order-1";
    private static final String UUID = "e2bd0c0a-1111-4a2b-8c3d-000000000101";

    private final TestClock clock = new TestClock();
    private final IntakeMapper mapper = new IntakeMapper();
    private TestLedger ledger;
    private int offset;
    private int events;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).confirming().open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void a_message_has_the_name_that_the_create_of_its_group_asks_for() {
        accept(aGroupNamed("Club"), welcome("w1"));
        accept(welcome("w2"));

        assertThat(texts("w1", "w2")).containsExactly("Welcome to Club!", "Welcome to Club!");
    }

    @OnEachDatabase
    void a_rename_before_the_message_counts_and_one_behind_it_does_not() {
        accept(aGroupNamed("Club"), rename("r1", "Crew"), welcome("w1"), rename("r2", "Team"));
        accept(rename("r3", "Staff"));
        accept(welcome("w2"));

        assertThat(texts("w1", "w2")).containsExactly("Welcome to Crew!", "Welcome to Staff!");
    }

    @OnEachDatabase
    void an_icon_is_no_name() {
        accept(aGroupNamed("Club"));
        accept(aCommand("update_group", "i1")
                .with("group_ref", "'order-1'")
                .with("group_chat_icon", "'https://example.com/icon.png'"));
        accept(welcome("w1"));

        assertThat(texts("w1")).containsExactly("Welcome to Club!");
    }

    @OnEachDatabase
    void a_name_that_a_member_has_given_counts_when_no_rename_is_open() throws Exception {
        accept(aGroupNamed("Club"));
        ledger.workAll();
        told("Club");
        told("Our club");
        accept(welcome("w1"), rename("r1", "Crew"), welcome("w2"));
        ledger.workAll();
        accept(welcome("w3"));

        assertThat(texts("w1", "w2", "w3"))
                .containsExactly("Welcome to Our club!", "Welcome to Crew!", "Welcome to Crew!");
    }

    @OnEachDatabase
    void a_rename_that_failed_does_not_count() throws Exception {
        accept(aGroupNamed("Club"));
        ledger.workAll();
        told("Club");
        accept(rename("r1", "Crew"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new CallResult.Failed(TestAnswers.fault(400)));
        ledger.giveBack(mailbox);
        accept(welcome("w1"));

        assertThat(texts("w1")).containsExactly("Welcome to Club!");
    }

    @OnEachDatabase
    void a_rename_whose_effect_nobody_tells_counts_until_a_name_is_told() throws Exception {
        ledger.close();
        ledger = TestLedger.on(freshDatabase(), clock).open();
        accept(aGroupNamed("Club"));
        ledger.workAll();
        accept(rename("r1", "Crew"));
        ledger.workAll();
        accept(welcome("w1"));
        told("Our club");
        accept(welcome("w2"));

        assertThat(texts("w1", "w2")).containsExactly("Welcome to Crew!", "Welcome to Our club!");
    }

    @OnEachDatabase
    void a_rename_that_could_not_be_confirmed_counts_unless_another_name_was_told_since() throws Exception {
        accept(aGroupNamed("Club"));
        ledger.workAll();
        told("Club");
        clock.advance(Duration.ofSeconds(1));
        accept(rename("r1", "Crew"));
        ledger.workAll();
        ledger.database
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE call SET status = 'unconfirmed', confirm_at = NULL WHERE command_id = 'r1'"));
        accept(welcome("w1"));

        assertThat(texts("w1")).containsExactly("Welcome to Crew!");
    }

    @OnEachDatabase
    void a_delayed_rename_counts_for_what_is_delayed_behind_it_only() {
        accept(aGroupNamed("Club"));
        accept(rename("r1", "Crew").with("not_before", "'" + in(Duration.ofHours(1)) + "'"));
        accept(
                welcome("w1"),
                welcome("w2").with("not_before", "'" + in(Duration.ofMinutes(59)) + "'"),
                welcome("w3").with("not_before", "'" + in(Duration.ofHours(2)) + "'"));

        assertThat(texts("w1", "w2", "w3")).containsExactly("Welcome to Club!", "Welcome to Club!", "Welcome to Crew!");
    }

    @OnEachDatabase
    void a_text_stays_as_it_was_accepted() throws Exception {
        accept(aGroupNamed("Club"));
        ledger.workAll();
        told("Club");
        List<IntakeDecision> delivered = List.of(prepared(welcome("w1")));
        ledger.acceptance.accept(delivered);
        told("Our club");

        assertThat(ledger.acceptance.accept(delivered).redelivered()).isEqualTo(1);
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(
                mailbox,
                new CallResult.Retry(
                        Duration.ofSeconds(1),
                        CallResult.Retry.Reason.INDETERMINATE,
                        CallResult.Fault.withoutResponse("no answer")));
        clock.advance(Duration.ofSeconds(1));

        assertThat(text(LedgerJson.read(ledger.onlyMailbox().nextCall().body())))
                .isEqualTo("Welcome to Club!");
    }

    @OnEachDatabase
    void a_link_in_the_name_is_sent_as_a_preview() {
        accept(aGroupNamed("Club https://example.com/club"), welcome("w1"));

        assertThat(bodies("w1"))
                .extracting(body -> body.at("/message/parts/0/value").textValue())
                .containsExactly("Welcome to Club!", "https://example.com/club");
    }

    @OnEachDatabase
    void a_group_without_a_name_refuses_the_message_and_nothing_else() throws Exception {
        accept(
                aGroup("order-1"),
                welcome("w1"),
                aCommand("send_message", "m1").with("group_ref", "'order-1'").saying("Hi"));
        ledger.workAll();
        ledger.store(TestEvent.of("unnamed", "chat.created")
                .inChat(CHAT)
                .showing(ChatState.withName(Optional.empty(), clock.instant()))
                .event());
        accept(welcome("w2"));

        assertThat(refusals()).hasSize(2).allSatisfy(reason -> assertThat(reason)
                .isEqualTo("{group.display_name}: the group has no name, as far as is known; give it one by"
                        + " update_group first, or send the text without the placeholder"));
        assertThat(texts("m1")).containsExactly("Hi");
    }

    @OnEachDatabase
    void an_unknown_group_is_told_as_for_every_command() throws Exception {
        accept(welcome("w1"));

        assertThat(refusals()).singleElement().asString().contains("group \"order-1\" is not known");
    }

    @OnEachDatabase
    void a_chat_of_which_nothing_is_known_refuses_the_message() throws Exception {
        accept(aCommand("send_message", "w1")
                .with("chat_id", "'" + UUID + "'")
                .with("message/template", "'{group.display_name}'"));
        accept(aCommand("send_message", "w2")
                .with("chat_id", "'" + UUID + "'")
                .with("message/template", "'{group.group_ref}'"));

        assertThat(refusals()).hasSize(2);
        assertThat(refusals().get(1)).contains("{group.group_ref}: the chat has no group_ref");
        assertThat(ledger.claim()).isEmpty();
    }

    @OnEachDatabase
    void a_chat_that_a_command_created_has_its_names_also_by_its_id() throws Exception {
        accept(aGroupNamed("Club"));
        ledger.workAll();
        createdAs(UUID);
        accept(aCommand("send_message", "w1")
                .with("chat_id", "'" + UUID + "'")
                .with("message/template", "'{group.display_name} {group.group_ref}'"));

        assertThat(texts("w1")).containsExactly("Club order-1");
    }

    @OnEachDatabase
    void the_hash_of_an_erased_group_is_not_sent() throws Exception {
        String erased = ErasedContent.id("order of +15556667777");
        ledger.accept(TestCommands.create("c1", erased, 1));
        ledger.workAll();
        createdAs(UUID);

        accept(aCommand("send_message", "w1")
                .with("chat_id", "'" + UUID + "'")
                .with("message/template", "'{group.group_ref}'"));

        assertThat(refusals()).singleElement().asString().contains("the chat has no group_ref");
    }

    @OnEachDatabase
    void the_name_of_a_group_that_is_created_anew_is_the_new_one() throws Exception {
        accept(aGroupNamed("Club"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new CallResult.Failed(TestAnswers.fault(400)));
        ledger.giveBack(mailbox);

        accept(aGroup("again").with("group_ref", "'order-1'").with("display_name", "'Crew'"), welcome("w1"));
        accept(welcome("w2"));

        assertThat(texts("w1", "w2")).containsExactly("Welcome to Crew!", "Welcome to Crew!");
    }

    @OnEachDatabase
    void a_check_shows_the_text_as_it_would_be_sent_now() throws Exception {
        accept(aGroupNamed("Club"));
        DryRun check = new DryRun(ledger.database, clock);
        PlannedCommand message = (PlannedCommand) prepared(welcome("w1"));
        PlannedCommand toNobody = (PlannedCommand) prepared(aCommand("send_message", "w2")
                .with("chat_id", "'" + UUID + "'")
                .with("message/template", "'{group.display_name}'"));

        assertThat(textOf(check(check, message, false))).isEqualTo("Welcome to Club!");
        assertThat(check(check, toNobody, false).refusalReason())
                .hasValueSatisfying(reason -> assertThat(reason.describe())
                        .startsWith("/message/template: {group.display_name}: the group has no name"));
        assertThat(textOf(check(check, message, true))).isEqualTo("Welcome to {group.display_name}!");
    }

    private static DryRun.Verdict check(DryRun check, PlannedCommand command, boolean isNamedEarlier) {
        return check.evaluate(
                        List.of(new DryRun.Candidate(command, false, isNamedEarlier, false, false)),
                        LineChooser.ofUnusedLines(Map.of()))
                .get(0);
    }

    private static String textOf(DryRun.Verdict verdict) {
        return text(LedgerJson.read(verdict.command().calls().get(0).body()));
    }

    private void createdAs(String chatId) {
        ledger.database.jdbi().useHandle(handle -> handle.execute("UPDATE chat_group SET chat_id = ?", chatId));
    }

    private static TestCommand aGroupNamed(String name) {
        return aGroup("order-1").with("group_ref", "'order-1'").with("display_name", "'" + name + "'");
    }

    private static TestCommand welcome(String commandId) {
        return aCommand("send_message", commandId)
                .with("group_ref", "'order-1'")
                .with("message/template", "'Welcome to {group.display_name}!'");
    }

    private static TestCommand rename(String commandId, String name) {
        return aCommand("update_group", commandId)
                .with("group_ref", "'order-1'")
                .with("display_name", "'" + name + "'");
    }

    private Instant in(Duration time) {
        return clock.instant().plus(time);
    }

    private void accept(TestCommand... commands) {
        ledger.acceptance.accept(Stream.of(commands).map(this::prepared).toList());
    }

    /** As the route prepare does. */
    private IntakeDecision prepared(TestCommand command) {
        CommandSource source = new CommandSource.Kafka("cluster", "linq.commands", "topic", 0, offset++);
        ReceivedCommand received =
                ReceivedCommand.fromJson(source, command.toString().getBytes(StandardCharsets.UTF_8));
        try {
            return mapper.mapPlanned(new Planner(Optional.empty())
                    .splitIntoCalls(
                            new CommandEnricher(List.of(), Optional.empty()).enrich(TestCommand.read(received))));
        } catch (CommandRefused refused) {
            return mapper.mapRefused(received, refused);
        }
    }

    private void told(String name) {
        clock.advance(Duration.ofSeconds(1));
        ledger.store(TestEvent.of("e" + events++, "chat.group_name_updated")
                .inChat(CHAT)
                .saying(Signal.Kind.NAMED, name)
                .showing(ChatState.withName(Optional.of(name), clock.instant()))
                .event());
        ledger.confirmations.matchBatch();
    }

    private List<String> texts(String... commandIds) {
        return Stream.of(commandIds)
                .map(id ->
                        bodies(id).stream().map(GroupNamesAreInsertedTest::text).collect(Collectors.joining(" | ")))
                .toList();
    }

    private List<JsonNode> bodies(String commandId) {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT body FROM call WHERE command_id = :id AND kind = :kind ORDER BY position")
                .bind("id", commandId)
                .bind("kind", CallKind.SEND_MESSAGE.name())
                .mapTo(String.class)
                .map(LedgerJson::read)
                .list());
    }

    private static String text(JsonNode body) {
        return body.at("/message/parts/0/value").textValue();
    }

    private List<String> refusals() throws Exception {
        return ledger.outcomes().stream()
                .filter(outcome -> outcome.get("status").textValue().equals("refused"))
                .map(outcome -> outcome.at("/problems/0/message").textValue())
                .toList();
    }
}
