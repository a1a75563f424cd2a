package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.ledger.intake.ReferenceWaits.ReferenceWait;
import dev.linqroutes.ledger.mailbox.CallWait;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.ops.GroupReader;
import dev.linqroutes.ledger.ops.GroupReader.GroupCall;
import dev.linqroutes.ledger.ops.GroupReader.GroupDetail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Why a group waits is said in words that tell what ends it. */
class WaitingReasonTest {
    private static final Instant NOW = Instant.parse("2026-11-28T10:02:00Z");
    private static final Instant LATER = NOW.plusSeconds(31);

    private final WaitingReason reason = at(NOW);

    private static WaitingReason at(Instant now) {
        return new WaitingReason(
                Clock.fixed(now, ZoneOffset.UTC),
                29,
                OptionalLong.of(100),
                new LineLoad.Limits(50, OptionalLong.of(48), Map.of("+12025550101", 1L, "+12025550102", 1L)));
    }

    @Test
    void nothing_waits_in_a_group_whose_calls_are_all_confirmed() {
        assertThat(WaitingReason.awaitingConfirmation(calls(call("confirmed")))).isEmpty();
    }

    @Test
    void an_accepted_call_waits_for_its_event() {
        assertThat(WaitingReason.awaitingConfirmation(calls(call("accepted").confirmAt(LATER))))
                .hasValueSatisfying(text -> assertThat(text).contains("1 call waits for the event"));
        assertThat(reason.describeConfirmation(call("accepted").confirmAt(LATER).call()))
                .hasValueSatisfying(text -> assertThat(text).endsWith("Linq is asked at 10:02:31 UTC, in 31 s"));
        assertThat(reason.describeConfirmation(call("accepted").call())).isEmpty();
    }

    @Test
    void a_rejected_key_pauses_every_group() {
        assertThat(reason.describe(
                        group().detail(),
                        call("waiting").call(),
                        Optional.of("all calls are paused: Linq rejects the API key"),
                        Optional.empty(),
                        0,
                        name -> name))
                .contains("paused")
                .contains("rejects the API key");
    }

    @Test
    void a_create_waits_for_the_name_of_the_group_with_the_same_members() {
        assertThat(describe(group().blockedBy("ref:order-1001"), call("waiting")))
                .startsWith("behind the creation of ref:order-1001");
    }

    @Test
    void a_throttled_call_waits_until_the_time_that_Linq_said() {
        assertThat(describe(group().due(LATER), call("waiting").answered(429, "Try again in 31 seconds")))
                .contains("429")
                .contains("Try again in 31 seconds")
                .contains("10:02:31 UTC, in 31 s");
    }

    @Test
    void a_failed_attempt_waits_for_the_next() {
        assertThat(describe(group().due(LATER), call("waiting").answered(503, "Service unavailable")))
                .contains("attempt 1 failed: Service unavailable");
    }

    @Test
    void a_call_that_is_repeated_says_why_also_while_it_is_its_turn_and_while_an_instance_works_on_it() {
        Call failed = call("waiting").answered(409, "chat in transition");

        assertThat(describe(group().due(NOW.minusSeconds(1)), failed))
                .isEqualTo(
                        "attempt 1 failed: chat in transition; its turn comes as soon as one of the workers is free");
        assertThat(describe(group().due(LATER).leased(), failed))
                .isEqualTo("attempt 1 failed: chat in transition; an instance is working on it now");
    }

    @Test
    void a_group_with_29_messages_in_a_minute_waits_for_the_end_of_it() {
        assertThat(describe(group().due(LATER).sent(29), call("waiting"))).startsWith("29 messages in the last minute");
    }

    @Test
    void a_line_that_has_used_its_day_waits_for_the_next() {
        assertThat(reason.describe(
                        group().due(LATER).detail(),
                        call("waiting").call(),
                        Optional.empty(),
                        Optional.empty(),
                        100,
                        name -> name))
                .contains("100 messages today, its limit");
    }

    @Test
    void a_new_group_waits_for_its_turn_at_the_line() {
        assertThat(turn(0, NOW.minusSeconds(60)))
                .hasValue("it is the next new group of its line; a line starts at most 48 a day"
                        + " (linq.line.most-new-per-day). Its turn is at about 10:31 UTC, in 29 min");
        assertThat(turn(100, Instant.EPOCH))
                .hasValue("100 new groups of its line come first; a line starts at most 48 a day"
                        + " (linq.line.most-new-per-day). Its turn is at about 2026-11-30 12:02 UTC");
    }

    @Test
    void a_new_group_of_a_line_that_is_over_its_day_waits_until_an_earlier_one_is_a_day_old() {
        Instant end = NOW.plus(Duration.ofHours(20));
        Map<Instant, Long> started = Map.of(end, 17L, end.plus(Duration.ofHours(2)), 47L);

        assertThat(turn(0, NOW.minusSeconds(60), started))
                .hasValueSatisfying(text -> assertThat(text).endsWith("Its turn is at about 2026-11-29 06:02 UTC"));
        assertThat(turn(1, NOW.minusSeconds(60), started))
                .as("the day is full again with the first")
                .hasValueSatisfying(text -> assertThat(text).endsWith("Its turn is at about 2026-11-29 08:02 UTC"));
    }

    @Test
    void of_several_lines_one_that_is_flagged_makes_no_new_groups() {
        assertThat(flagged(false))
                .hasValue(
                        "its line is FLAGGED at Linq, and makes no new groups until it is healthy; other groups of the line"
                                + " go on");
        assertThat(flagged(true))
                .hasValue(
                        "its line is FLAGGED at Linq, and makes no new groups until it is healthy; this one goes from another"
                                + " line of linq.lines if one is healthy and has room before");
    }

    private Optional<String> flagged(boolean mayMove) {
        return reason.describe(
                new GroupReader.Turn(3, NOW, Map.of(), mayMove), Optional.of("+12025550101"), Optional.of("FLAGGED"));
    }

    private Optional<String> turn(long before, Instant lastTurn) {
        return turn(before, lastTurn, Map.of());
    }

    private Optional<String> turn(long before, Instant lastTurn, Map<Instant, Long> started) {
        return reason.describe(
                new GroupReader.Turn(before, lastTurn, started, false), Optional.of("+12025550101"), Optional.empty());
    }

    @Test
    void a_command_for_later_waits_for_its_time() {
        assertThat(reason.describeDelayed(call("delayed").call(), Optional.empty(), Optional.empty()))
                .hasValue("it has a not_before: it starts at 10:02:31 UTC, in 31 s");
        assertThat(reason.describeDelayed(
                        call("delayed").of("own time").call(),
                        Optional.empty(),
                        Optional.of(call("waiting").of("create").call())))
                .as("of a group that is being created")
                .hasValue("it has a not_before: it starts at 10:02:31 UTC, in 31 s");
    }

    @Test
    void a_command_of_a_group_that_is_created_later_waits_for_its_create() {
        assertThat(reason.describeDelayed(
                        call("delayed").of("c2").call(),
                        Optional.empty(),
                        Optional.of(call("delayed").of("create").call())))
                .hasValue("behind command create, which creates the group and has a not_before: it starts at"
                        + " 10:02:31 UTC, in 31 s");
    }

    @Test
    void a_command_whose_time_has_passed_does_not_start_in_the_past() {
        WaitingReason later = at(LATER.plusSeconds(60));

        assertThat(later.describeDelayed(call("delayed").call(), Optional.empty(), Optional.empty()))
                .hasValue(
                        "it has a not_before: it was due at 10:02:31 UTC, 60 s ago, and has not started yet; if it does not"
                                + " within seconds, the log says which command of the group cannot be released, and why");
        assertThat(later.describeDelayed(
                        call("delayed").of("c2").call(),
                        Optional.empty(),
                        Optional.of(call("delayed").of("create").call())))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("behind command create, which creates the group and has a not_before: it was due at"
                                + " 10:02:31 UTC, 60 s ago"));
    }

    @Test
    void a_command_that_refers_to_an_unknown_one_waits_for_it_and_says_until_when() {
        ReferenceWait missing =
                new ReferenceWait("message 1 of command \"x\"", true, NOW.minusSeconds(5), NOW.plusSeconds(25));
        ReferenceWait later = new ReferenceWait("message 1 of command \"x\"", false, NOW, NOW.plusSeconds(3_600));

        assertThat(reason.describeDelayed(call("delayed").call(), Optional.of(missing), Optional.empty()))
                .hasValue(
                        "the command has waited since 10:01:55 UTC, 5 s ago, for message 1 of command \"x\", which is not known"
                                + " yet; if it is not at 10:02:25 UTC, in 25 s, the command fails (linq.reference.timeout)");
        assertThat(reason.describeDelayed(call("delayed").call(), Optional.of(later), Optional.empty()))
                .hasValueSatisfying(text -> assertThat(text)
                        .endsWith(", for message 1 of command \"x\", which is delayed until 11:02 UTC, in 60 min"));
    }

    @Test
    void a_command_waits_for_the_one_that_its_group_makes_first_and_says_why_that_waits() {
        assertThat(WaitingReason.describeBehind(
                        call("waiting").of("first").call(),
                        describe(group().due(LATER), call("waiting").answered(409, "chat in transition"))))
                .isEqualTo("behind command first, which the group makes first: attempt 1 failed: chat in transition;"
                        + " next try at 10:02:31 UTC, in 31 s");
    }

    @Test
    void a_call_waits_for_what_has_to_happen_before_it_and_says_until_when() {
        assertThat(waitingFor(new CallWait("the upload of the file \"flyer.png\"", NOW, Optional.empty())))
                .isEqualTo("it waits for the upload of the file \"flyer.png\"");
        assertThat(waitingFor(new CallWait("the event that confirms it", NOW, Optional.of(LATER))))
                .isEqualTo("it waits for the event that confirms it, until 10:02:31 UTC, in 31 s, at the latest");
    }

    private String waitingFor(CallWait wait) {
        return reason.describe(
                group().due(LATER).detail(),
                call("waiting").call(),
                Optional.empty(),
                Optional.of(wait),
                0,
                name -> name);
    }

    @Test
    void a_group_that_is_due_waits_for_a_worker() {
        assertThat(describe(group().due(NOW.minusSeconds(5)), call("waiting"))).contains("one of the workers");
    }

    @Test
    void a_group_that_an_instance_has_is_worked_on() {
        assertThat(describe(group().due(LATER).leased(), call("waiting"))).contains("working on it now");
    }

    private String describe(Group group, Call next) {
        return reason.describe(group.detail(), next.call(), Optional.empty(), Optional.empty(), 0, name -> name);
    }

    private static List<GroupCall> calls(Call... calls) {
        return Stream.of(calls).map(Call::call).toList();
    }

    private static Group group() {
        return new Group(Optional.empty(), false, List.of(), Optional.empty());
    }

    private static Call call(String status) {
        return new Call("c1", status, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private record Group(Optional<Instant> dueAt, boolean isLeased, List<Long> sent, Optional<String> holder) {
        Group due(Instant time) {
            return new Group(Optional.of(time), isLeased, sent, holder);
        }

        Group leased() {
            return new Group(dueAt, true, sent, holder);
        }

        Group sent(int messages) {
            return new Group(
                    dueAt,
                    isLeased,
                    IntStream.range(0, messages)
                            .mapToObj(i -> NOW.minusSeconds(i).toEpochMilli())
                            .toList(),
                    holder);
        }

        Group blockedBy(String mailbox) {
            return new Group(dueAt, isLeased, sent, Optional.of(mailbox));
        }

        GroupDetail detail() {
            return new GroupDetail(
                    "ref:order-1",
                    Optional.of("order-1"),
                    Optional.empty(),
                    Optional.empty(),
                    "creating",
                    Optional.empty(),
                    dueAt,
                    isLeased,
                    Optional.of("+12223334444"),
                    Optional.empty(),
                    sent,
                    holder,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    private record Call(
            String commandId,
            String status,
            Optional<Instant> awaited,
            Optional<Integer> httpStatus,
            Optional<String> message) {
        Call confirmAt(Instant time) {
            return new Call(commandId, status, Optional.of(time), httpStatus, message);
        }

        Call of(String command) {
            return new Call(command, status, awaited, httpStatus, message);
        }

        Call answered(int code, String text) {
            return new Call(commandId, status, awaited, Optional.of(code), Optional.of(text));
        }

        GroupCall call() {
            return new GroupCall(
                    commandId,
                    "create_group",
                    "linq.commands-0@1",
                    status,
                    NOW,
                    Optional.of(LATER).filter(time -> status.equals("delayed")),
                    1,
                    CallKind.CREATE_CHAT,
                    "POST",
                    "/chats",
                    "{}",
                    status,
                    httpStatus.isPresent() ? 1 : 0,
                    Optional.empty(),
                    Optional.empty(),
                    httpStatus,
                    Optional.empty(),
                    message,
                    Optional.empty(),
                    Optional.empty(),
                    awaited);
        }
    }
}
