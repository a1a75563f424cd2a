package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.LedgerContract.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.CallResult.Accepted;
import dev.linqroutes.ledger.CallResult.Again.Reason;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.Settlement.Settings;
import dev.linqroutes.ledger.Signal.Kind;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What became of accepted calls, whichever database the ledger stands on (reference 5). */
abstract class ConfirmationsContract {
    private static final Settings CONFIRMING = new Settings(true, LedgerRig.DEADLINE, false);

    private final TestClock clock = new TestClock();
    private LedgerRig ledger;
    private int events;

    /** JDBC URL of a new, empty database. */
    abstract String freshDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        ledger = new LedgerRig(freshDatabase(), clock, CONFIRMING);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** A call, what Linq answers to it, and the event that tells of it. */
    private record Case(
            String name,
            CallKind kind,
            String path,
            String body,
            Optional<String> key,
            Accepted answer,
            Consumer<TestEvent> told,
            Consumer<TestEvent> refused) {}

    private static Case aCase(String name, CallKind kind, String body, Consumer<TestEvent> told) {
        return new Case(name, kind, "/chats/{chat_id}/x", body, Optional.empty(), answer(Optional.empty()), told, told);
    }

    private Case failing(Case of, Kind kind) {
        return new Case(
                of.name + " " + kind,
                of.kind,
                of.path,
                of.body,
                of.key,
                of.answer,
                event -> {
                    of.told.accept(event);
                    event.failing(kind, 3007);
                },
                of.refused);
    }

    private static Accepted answer(Optional<String> messageId) {
        return new Accepted(202, Optional.empty(), messageId, Optional.empty());
    }

    private static Case message(String name, CallKind kind, Optional<String> key, Consumer<TestEvent> told) {
        return new Case(
                name,
                kind,
                "/chats/{chat_id}/messages",
                "{}",
                key,
                new Accepted(202, Optional.empty(), Optional.of("m of " + name), Optional.of("t of " + name)),
                told,
                told);
    }

    private static List<Case> done() {
        return List.of(
                message("key", CallKind.SEND_MESSAGE, Optional.of("the-key"), event -> event.withKey("the-key")
                        .saying(Kind.SENT)),
                message("id", CallKind.SEND_VOICE_MEMO, Optional.empty(), event -> event.aboutMessage("m of id")
                        .saying(Kind.SENT)),
                message("trace", CallKind.SEND_POLL, Optional.empty(), event -> event.withTrace("t of trace")
                        .saying(Kind.SENT)),
                aCase(
                        "name",
                        CallKind.UPDATE_CHAT,
                        "{\"display_name\":\"Crew\"}",
                        event -> event.saying(Kind.NAMED, "Crew")),
                aCase(
                        "icon",
                        CallKind.UPDATE_CHAT,
                        "{\"group_chat_icon\":\"https://a.example\"}",
                        event -> event.saying(Kind.ICON_SET, "https://b.example")),
                aCase(
                        "add",
                        CallKind.ADD_PARTICIPANT,
                        "{\"handle\":\"Ann@example.org\"}",
                        event -> event.saying(Kind.JOINED, "ann@example.org")),
                aCase(
                        "remove",
                        CallKind.REMOVE_PARTICIPANT,
                        "{\"handle\":\"+12025550111\"}",
                        event -> event.saying(Kind.GONE, "+12025550111")),
                aCase("leave", CallKind.LEAVE_CHAT, "", event -> event.saying(Kind.LEFT)),
                aCase(
                        "background",
                        CallKind.SET_BACKGROUND,
                        "{\"type\":\"color\"}",
                        event -> event.saying(Kind.BACKGROUND_SET, "set")),
                aCase("no background", CallKind.SET_BACKGROUND, "", event -> event.saying(Kind.BACKGROUND_SET)),
                new Case(
                        "react",
                        CallKind.REACT,
                        "/messages/m-1/reactions",
                        "{\"operation\":\"add\",\"type\":\"custom\",\"custom_emoji\":\"🚧\"}",
                        Optional.empty(),
                        answer(Optional.empty()),
                        event -> event.aboutMessage("m-1").saying(Kind.REACTED, "🚧"),
                        event -> {}),
                new Case(
                        "edit",
                        CallKind.EDIT_MESSAGE,
                        "/messages/m-2",
                        "{\"text\":\"At nine\"}",
                        Optional.empty(),
                        answer(Optional.of("m-2")),
                        event -> event.aboutMessage("m-2").saying(Kind.EDITED, "At nine"),
                        event -> {}));
    }

    /** A: the answer is recorded. E: the event is stored. M: they meet. */
    private static final List<String> ORDERS = List.of("AEM", "EAM", "EMAM", "AMEM", "EEMAMM");

    @Test
    void a_call_is_confirmed_whichever_comes_first_the_answer_or_the_event() throws Exception {
        for (Case each : done()) {
            for (String order : ORDERS) {
                assertThat(outcome(each, order).get("status").asText())
                        .as("%s in order %s", each.name, order)
                        .isEqualTo("confirmed");
            }
        }
    }

    @Test
    void a_call_that_an_event_refuses_fails_whichever_comes_first() throws Exception {
        List<Case> cases = List.of(
                failing(done().get(1), Kind.NOT_SENT),
                failing(done().get(2), Kind.NOT_SENT),
                failing(done().get(3), Kind.NOT_NAMED),
                failing(done().get(4), Kind.ICON_NOT_SET),
                failing(done().get(8), Kind.BACKGROUND_NOT_SET));
        for (Case each : cases) {
            for (String order : ORDERS) {
                JsonNode outcome = outcome(each, order);

                assertThat(outcome.get("status").asText())
                        .as("%s in order %s", each.name, order)
                        .isEqualTo("failed");
                assertThat(outcome.at("/calls/0/status").asText()).isEqualTo("refused");
                assertThat(outcome.at("/calls/0/error_code").asInt()).isEqualTo(3007);
            }
        }
    }

    private int groups;

    /** The only outcome of a command with that call, in a group of its own. */
    private JsonNode outcome(Case given, String order) throws Exception {
        groups++;
        String groupRef = "group-" + groups;
        String chatId = aGroup(groupRef);
        String commandId = "command-" + groups;
        String suffix = "-" + groups;
        Accepted answer = new Accepted(
                202,
                Optional.empty(),
                given.answer.messageId().map(id -> given.kind == CallKind.EDIT_MESSAGE ? id : id + suffix),
                given.answer.traceId().map(id -> id + suffix));
        ledger.accept(
                command(commandId, groupRef, given.kind, given.path, given.body, given.key.map(key -> key + suffix)));
        Mailbox mailbox = ledger.onlyMailbox();
        Instant sentAt = clock.instant();
        for (char step : order.toCharArray()) {
            switch (step) {
                case 'A' -> ledger.record(mailbox, answer, sentAt);
                case 'E' -> TestLedger.store(ledger.events, told(given, chatId, suffix));
                default -> ledger.confirmations.matchSome();
            }
            clock.pass(Duration.ofMillis(300));
        }
        List<JsonNode> outcomes = ledger.takeOutcomes().stream()
                .filter(outcome -> outcome.get("command_id").asText().equals(commandId))
                .toList();
        assertThat(outcomes).as("%s in order %s", given.name, order).hasSize(1);
        return outcomes.get(0);
    }

    private NewEvent told(Case given, String chatId, String suffix) {
        TestEvent event = TestEvent.of("e" + events++, "type").inChat(chatId);
        given.told.accept(event);
        NewEvent made = event.event();
        boolean own = !given.path.startsWith("/messages");
        return new NewEvent(
                made.eventId(),
                made.eventType(),
                made.chatId(),
                made.idempotencyKey().map(key -> key + suffix),
                made.messageId().map(id -> own ? id + suffix : id),
                made.traceId().map(id -> id + suffix),
                made.line(),
                made.signal(),
                made.chat(),
                made.body(),
                made.headers());
    }

    /** Its chat; the create is done and confirmed. */
    private String aGroup(String groupRef) throws Exception {
        ledger.accept(create("create-" + groupRef, groupRef, 1));
        ledger.work(ledger.onlyMailbox());
        String chatId = "chat-of-ref:" + groupRef;
        TestLedger.store(
                ledger.events,
                TestEvent.of("sent " + groupRef, "message.sent")
                        .inChat(chatId)
                        .withKey("create-" + groupRef + "-1")
                        .saying(Kind.SENT)
                        .event());
        ledger.confirmations.matchSome();
        return chatId;
    }

    private static NewCommand command(
            String commandId, String groupRef, CallKind kind, String path, String body, Optional<String> key) {
        NewCall call = new NewCall(1, kind, "POST", path, body, key);
        return new NewCommand(
                new Origin("source of " + commandId, "{}", "place", Optional.empty(), Optional.empty()),
                commandId,
                "type",
                new GroupAddress.ByRef(groupRef),
                List.of(),
                List.of(call),
                Optional.empty(),
                Optional.empty());
    }

    private static NewCommand rename(String commandId, String groupRef, String fields) {
        return command(commandId, groupRef, CallKind.UPDATE_CHAT, "/chats/{chat_id}", fields, Optional.empty());
    }

    private void accept(NewCommand command) throws Exception {
        ledger.accept(command);
        ledger.work(ledger.onlyMailbox());
    }

    private void tell(String chatId, Consumer<TestEvent> what) {
        TestEvent event = TestEvent.of("e" + events++, "type").inChat(chatId);
        what.accept(event);
        TestLedger.store(ledger.events, event.event());
        ledger.confirmations.matchSome();
    }

    private Map<String, String> statuses() throws Exception {
        return ledger.outcomes().stream()
                .filter(outcome -> !outcome.get("type").asText().equals("create_group"))
                .collect(
                        Collectors.toMap(outcome -> outcome.get("command_id").asText(), outcome -> outcome.get("status")
                                .asText()));
    }

    @Test
    void a_command_has_no_outcome_while_a_call_of_it_is_not_confirmed() throws Exception {
        ledger.accept(create("c", "a", 2));
        ledger.work(ledger.onlyMailbox());
        tell("chat-of-ref:a", event -> event.withKey("c-1").saying(Kind.SENT));

        assertThat(ledger.outcomes()).isEmpty();
        tell("chat-of-ref:a", event -> event.withKey("c-2").saying(Kind.SENT));
        assertThat(ledger.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.get("status").asText()).isEqualTo("confirmed");
            assertThat(outcome.get("outcome_id").asText()).isEqualTo("c:confirmed");
            assertThat(outcome.get("calls").findValuesAsText("status")).containsExactly("confirmed", "confirmed");
        });
    }

    @Test
    void name_and_icon_are_confirmed_one_by_one() throws Exception {
        String chat = aGroup("a");
        accept(rename("both", "a", "{\"display_name\":\"Crew\",\"group_chat_icon\":\"https://a.example\"}"));

        tell(chat, event -> event.saying(Kind.ICON_SET, "https://b.example"));
        assertThat(statuses()).isEmpty();
        tell(chat, event -> event.saying(Kind.NAMED, "Crew"));
        assertThat(statuses()).containsExactly(Map.entry("both", "confirmed"));
    }

    @Test
    void a_name_that_is_set_does_not_help_when_the_icon_is_refused() throws Exception {
        String chat = aGroup("a");
        accept(rename("both", "a", "{\"display_name\":\"Crew\",\"group_chat_icon\":\"https://a.example\"}"));

        tell(chat, event -> event.saying(Kind.NAMED, "Crew"));
        tell(chat, event -> event.failing(Kind.ICON_NOT_SET, 4001));
        assertThat(statuses()).containsExactly(Map.entry("both", "failed"));
    }

    @Test
    void what_was_so_before_a_call_was_made_does_not_confirm_it() throws Exception {
        String chat = aGroup("a");
        tell(chat, event -> event.saying(Kind.JOINED, "+12025550111"));
        clock.pass(Duration.ofSeconds(1));
        ledger.accept(
                command("add", "a", CallKind.ADD_PARTICIPANT, "/x", "{\"handle\":\"+12025550111\"}", Optional.empty()));
        ledger.work(ledger.onlyMailbox());
        ledger.confirmations.matchSome();

        assertThat(statuses()).isEmpty();
    }

    @Test
    void what_was_told_of_a_try_whose_worker_died_confirms_the_call() throws Exception {
        String chat = aGroup("a");
        ledger.accept(
                command("add", "a", CallKind.ADD_PARTICIPANT, "/x", "{\"handle\":\"+12025550111\"}", Optional.empty()));
        ledger.onlyMailbox();
        tell(chat, event -> event.saying(Kind.JOINED, "+12025550111"));
        clock.pass(LedgerContract.LEASE.plusSeconds(1));
        ledger.work(ledger.onlyMailbox());
        ledger.confirmations.matchSome();

        assertThat(statuses()).containsExactly(Map.entry("add", "confirmed"));
    }

    @Test
    void what_happens_to_somebody_else_confirms_nothing() throws Exception {
        String chat = aGroup("a");
        accept(command("add", "a", CallKind.ADD_PARTICIPANT, "/x", "{\"handle\":\"+12025550111\"}", Optional.empty()));
        accept(rename("name", "a", "{\"display_name\":\"Crew\"}"));

        tell(chat, event -> event.saying(Kind.JOINED, "+12025550199"));
        tell(chat, event -> event.saying(Kind.NAMED, "Another name"));
        tell(chat, event -> event.saying(Kind.LEFT));
        tell("another-chat", event -> event.saying(Kind.JOINED, "+12025550111"));
        tell(chat, event -> event.aboutMessage("another").saying(Kind.SENT));
        assertThat(statuses()).isEmpty();
    }

    @Test
    void two_renames_are_confirmed_each_by_its_own_name() throws Exception {
        String chat = aGroup("a");
        accept(rename("first", "a", "{\"display_name\":\"One\"}"));
        accept(rename("second", "a", "{\"display_name\":\"Two\"}"));

        tell(chat, event -> event.saying(Kind.NAMED, "Two"));
        assertThat(statuses()).containsExactly(Map.entry("second", "confirmed"));
        tell(chat, event -> event.saying(Kind.NAMED, "One"));
        assertThat(statuses()).containsOnlyKeys("first", "second");
    }

    @Test
    void a_name_is_the_same_whatever_a_phone_makes_of_its_accents_and_white_space() throws Exception {
        String chat = aGroup("a");
        accept(rename("rename", "a", "{\"display_name\":\" Caf\u00e9  club \"}"));

        tell(chat, event -> event.saying(Kind.NAMED, "Cafe\u0301 clubs"));
        assertThat(statuses()).isEmpty();
        tell(chat, event -> event.saying(Kind.NAMED, "Cafe\u0301 club"));
        assertThat(statuses()).containsExactly(Map.entry("rename", "confirmed"));
    }

    @Test
    void two_calls_for_the_same_are_both_confirmed_in_whichever_order_their_events_are_looked_at() throws Exception {
        String chat = aGroup("a");
        String color = "{\"type\":\"color\"}";
        ledger.accept(command("first", "a", CallKind.SET_BACKGROUND, "/x", color, Optional.empty()));
        Mailbox mailbox = ledger.onlyMailbox();
        Instant sentAt = clock.instant();
        // Told and looked at before the answer is recorded, so that it is looked at again after the second one.
        tell(chat, event -> event.saying(Kind.BACKGROUND_SET, "set"));
        clock.pass(Duration.ofMillis(100));
        ledger.record(mailbox, answer(Optional.empty()), sentAt);
        ledger.giveBack(mailbox);
        accept(command("second", "a", CallKind.SET_BACKGROUND, "/x", color, Optional.empty()));
        tell(chat, event -> event.saying(Kind.BACKGROUND_SET, "set"));
        clock.pass(Duration.ofSeconds(1));
        ledger.confirmations.matchSome();

        assertThat(statuses()).containsOnly(Map.entry("first", "confirmed"), Map.entry("second", "confirmed"));
    }

    @Test
    void a_failed_rename_that_may_be_one_of_two_is_left_to_be_asked_for() throws Exception {
        String chat = aGroup("a");
        accept(rename("first", "a", "{\"display_name\":\"One\"}"));
        accept(rename("second", "a", "{\"display_name\":\"Two\"}"));
        tell(chat, event -> event.failing(Kind.NOT_NAMED, 3007));

        assertThat(statuses()).isEmpty();
        clock.pass(LedgerRig.DEADLINE);
        assertThat(ledger.confirmations.late(10))
                .extracting(AwaitedCall::commandId)
                .containsExactly("first", "second");
    }

    @Test
    void a_failed_message_in_a_direct_chat_is_not_final() throws Exception {
        String chat = aGroup("a");
        tell(chat, event -> event.showing(ChatState.ofKind(Optional.of(false))));
        accept(command("send", "a", CallKind.SEND_MESSAGE, "/x", "{}", Optional.of("k")));
        tell(chat, event -> event.withKey("k").failing(Kind.NOT_SENT, 4001));

        assertThat(statuses()).isEmpty();
        tell(chat, event -> event.withKey("k").saying(Kind.SENT));
        assertThat(statuses()).containsExactly(Map.entry("send", "confirmed"));
    }

    @Test
    void a_failed_message_in_a_group_is_final_and_not_sent_again() throws Exception {
        String chat = aGroup("a");
        accept(command("send", "a", CallKind.SEND_MESSAGE, "/x", "{}", Optional.of("k")));
        tell(chat, event -> event.withKey("k").failing(Kind.NOT_SENT, 4001));
        tell(chat, event -> event.withKey("k").saying(Kind.SENT));

        assertThat(statuses()).containsExactly(Map.entry("send", "failed"));
        clock.pass(Duration.ofDays(1));
        assertThat(ledger.claim()).isEmpty();
    }

    @Test
    void what_no_event_tells_is_asked_for_after_the_deadline_by_one_at_a_time() throws Exception {
        aGroup("a");
        accept(command("leave", "a", CallKind.LEAVE_CHAT, "/x", "", Optional.empty()));

        assertThat(ledger.confirmations.late(10)).isEmpty();
        clock.pass(LedgerRig.DEADLINE);
        assertThat(ledger.confirmations.late(10)).hasSize(1);
        assertThat(ledger.confirmations.late(10)).isEmpty();
        // Whoever asked is gone.
        clock.pass(Duration.ofMinutes(2));
        assertThat(ledger.confirmations.late(10)).hasSize(1);
    }

    @Test
    void what_linq_says_when_it_is_asked_decides() throws Exception {
        for (String name : List.of("yes", "no", "unknown", "later")) {
            aGroup(name);
            accept(command(name, name, CallKind.LEAVE_CHAT, "/x", "", Optional.empty()));
        }
        clock.pass(LedgerRig.DEADLINE);
        Map<String, Finding> findings = Map.of(
                "yes", new Finding.Confirmed(),
                "no", new Finding.Refused(Fault.noAnswer("the line is in it still")),
                "unknown", new Finding.Unknown("nobody knows"),
                "later", new Finding.Open(Duration.ofMinutes(5)));
        ledger.confirmations.late(10).forEach(call -> ledger.confirmations.found(call, findings.get(call.commandId())));

        assertThat(statuses())
                .containsOnly(
                        Map.entry("yes", "confirmed"), Map.entry("no", "failed"), Map.entry("unknown", "unconfirmed"));
        clock.pass(Duration.ofMinutes(5));
        assertThat(ledger.confirmations.late(10))
                .extracting(AwaitedCall::commandId)
                .containsExactly("later");
    }

    @Test
    void what_was_sent_since_to_change_a_chat_is_known_and_what_may_have_been() throws Exception {
        aGroup("a");
        aGroup("b");
        accept(rename("before", "a", "{\"display_name\":\"One\"}"));
        accept(rename("asked about", "a", "{\"display_name\":\"Two\"}"));
        accept(rename("elsewhere", "b", "{\"display_name\":\"Three\"}"));
        accept(rename("sent since", "a", "{\"display_name\":\"Three\"}"));
        ledger.accept(
                rename("refused", "a", "{\"display_name\":\"Four\"}"),
                rename("on its way", "a", "{\"display_name\":\"Five\"}"),
                rename("waiting", "a", "{\"display_name\":\"Six\"}"));
        clock.pass(LedgerRig.DEADLINE);
        AwaitedCall asked = ledger.confirmations.late(10).stream()
                .filter(call -> call.commandId().equals("asked about"))
                .findFirst()
                .orElseThrow();
        assertThat(since(asked)).containsExactly("sent since");

        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new CallResult.Failed(Fault.noAnswer("no")));
        assertThat(since(asked)).containsExactly("sent since", "on its way");

        ledger.record(
                mailbox, new CallResult.Again(Duration.ofHours(1), Reason.MAYBE_DONE, Fault.noAnswer("no answer")));
        assertThat(ledger.inHand(mailbox)).isFalse();
        assertThat(since(asked)).containsExactly("sent since", "on its way");
    }

    private List<String> since(AwaitedCall call) {
        return ledger.confirmations.changesSince(call).stream()
                .map(LaterChange::commandId)
                .toList();
    }

    @Test
    void an_event_that_comes_while_linq_is_asked_counts_and_there_is_one_outcome() throws Exception {
        String chat = aGroup("a");
        accept(command("leave", "a", CallKind.LEAVE_CHAT, "/x", "", Optional.empty()));
        clock.pass(LedgerRig.DEADLINE);
        AwaitedCall asked = ledger.confirmations.late(10).get(0);
        tell(chat, event -> event.saying(Kind.LEFT));
        ledger.confirmations.found(asked, new Finding.Refused(Fault.noAnswer("no")));

        assertThat(statuses()).containsExactly(Map.entry("leave", "confirmed"));
    }

    @Test
    void a_call_of_which_nothing_more_is_heard_is_confirmed_when_linq_takes_it() throws Exception {
        aGroup("a");
        accept(command("card", "a", CallKind.SHARE_CONTACT_CARD, "/x", "", Optional.empty()));

        assertThat(statuses()).containsExactly(Map.entry("card", "confirmed"));
    }

    @Test
    void a_refused_call_does_not_keep_the_others_of_its_command_from_being_made() throws Exception {
        ledger.accept(create("c", "a", 2));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, LedgerContract.accepted("chat-of-ref:a"));
        tell("chat-of-ref:a", event -> event.withKey("c-1").failing(Kind.NOT_SENT, 4001));

        assertThat(ledger.outcomes()).isEmpty();
        ledger.work(mailbox);
        assertThat(ledger.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.get("status").asText()).isEqualTo("failed");
            assertThat(outcome.get("calls").findValuesAsText("status")).containsExactly("refused", "accepted");
        });
    }

    @Test
    void a_refused_call_can_be_replayed_with_a_fresh_key_and_the_confirmed_ones_are_not() throws Exception {
        ledger.accept(create("c", "a", 2));
        ledger.work(ledger.onlyMailbox());
        tell("chat-of-ref:a", event -> event.withKey("c-1").saying(Kind.SENT));
        tell("chat-of-ref:a", event -> event.withKey("c-2").failing(Kind.NOT_SENT, 4001));
        assertThat(ledger.failedCommands.replay("c")).isEmpty();
        List<String> made = ledger.workAll();
        tell("chat-of-ref:a", event -> event.withKey("c-2-r1").saying(Kind.SENT));

        assertThat(made).containsExactly("c call 2");
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactly("c:failed", "c:confirmed:replay-1");
    }

    @Test
    void the_acceptance_is_told_too_where_that_is_asked_for() throws Exception {
        ledger.close();
        ledger = new LedgerRig(freshDatabase(), clock, new Settings(true, LedgerRig.DEADLINE, true));
        aGroup("a");

        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactly("create-a:accepted", "create-a:confirmed");
        assertThat(ledger.outcomes().get(0).has("finished_at")).isTrue();
    }

    @Test
    void acceptance_is_final_where_nothing_has_to_be_confirmed() throws Exception {
        ledger.close();
        ledger = new LedgerRig(freshDatabase(), clock, new Settings(false, LedgerRig.DEADLINE, false));
        String chat = aGroup("a");
        tell(chat, event -> event.withKey("create-a-1").failing(Kind.NOT_SENT, 4001));
        clock.pass(Duration.ofDays(1));

        assertThat(ledger.confirmations.late(10)).isEmpty();
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactly("create-a:accepted");
    }

    @Test
    void answers_and_events_at_the_same_time_settle_each_command_once() throws Exception {
        int commands = 120;
        int calls = 3;
        for (int i = 0; i < commands; i++) {
            ledger.accept(create("c" + i, "g" + i, calls));
        }
        List<Mailbox> mailboxes = ledger.claim();
        assertThat(mailboxes).hasSize(commands);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> running = new ArrayList<>();
        running.add(threads.submit(() -> mailboxes.forEach(ledger::work)));
        for (int part = 0; part < 3; part++) {
            int first = part;
            running.add(threads.submit(() -> IntStream.range(0, commands * calls)
                    .filter(i -> i % 3 == first)
                    .forEach(i -> TestLedger.store(
                            ledger.events,
                            TestEvent.of("e" + i, "message.sent")
                                    .inChat("chat-of-ref:g" + i / calls)
                                    .withKey("c" + i / calls + "-" + (i % calls + 1))
                                    .saying(Kind.SENT)
                                    .event()))));
        }
        List<Future<?>> working = List.copyOf(running);
        for (int matcher = 0; matcher < 2; matcher++) {
            running.add(threads.submit(() -> {
                while (working.stream().anyMatch(each -> !each.isDone())) {
                    ledger.confirmations.matchSome();
                }
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        clock.pass(Duration.ofSeconds(1));
        ledger.confirmations.matchSome();
        threads.shutdown();

        assertThat(ledger.outcomes())
                .hasSize(commands)
                .allSatisfy(
                        outcome -> assertThat(outcome.get("status").asText()).isEqualTo("confirmed"))
                .extracting(outcome -> outcome.get("command_id").asText())
                .doesNotHaveDuplicates();
    }
}
