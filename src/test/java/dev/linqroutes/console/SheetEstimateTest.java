package dev.linqroutes.console;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a sheet comes to, and how long Linq's limits make it take. */
class SheetEstimateTest {
    private static final Duration CALL = Duration.ofMillis(500);

    private final SheetEstimate estimate =
            new SheetEstimate(29, 100, new LineLoad.Limits(50, OptionalLong.empty(), Map.of()));

    @Test
    void people_in_several_groups_are_counted_once() {
        estimate.add(group(1, "+12025550101", "+12025550102"));
        estimate.add(group(2, "+12025550101", "+12025550103"));

        assertThat(estimate.groups()).isEqualTo(2);
        assertThat(estimate.people()).isEqualTo(3);
        assertThat(estimate.messages()).isEqualTo(3);
        assertThat(estimate.commands()).containsExactly(entry("create_group", 2L));
    }

    @Test
    void a_person_who_gets_60_messages_makes_it_take_two_minutes() {
        for (int i = 0; i < 60; i++) {
            estimate.add(group(1, "+12025550101", "+1202555%04d".formatted(200 + i)));
        }

        assertThat(estimate.time(64, CALL)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void without_such_a_person_it_takes_what_the_workers_need() {
        for (int i = 0; i < 100; i++) {
            estimate.add(group(1, "+1202555%04d".formatted(2 * i), "+1202555%04d".formatted(2 * i + 1)));
        }

        assertThat(estimate.time(10, CALL)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void what_linq_advises_against_is_said() {
        IntStream.range(0, 49).forEach(i -> estimate.add(group(1, "+1202555%04d".formatted(i), "+12025559999")));
        assertThat(estimate.advice()).isEmpty();

        IntStream.range(0, 60).forEach(i -> estimate.add(group(1, "+1202556%04d".formatted(i), "+12025559999")));

        assertThat(estimate.advice())
                .hasSize(2)
                .anySatisfy(text -> assertThat(text).contains("109 new conversations"))
                .anySatisfy(text -> assertThat(text).contains("109 messages"));
    }

    @Test
    void added_people_are_counted_and_held_against_the_advice_to_the_line_of_their_group() {
        LineLoad ofAllRows = new LineLoad(new LineLoad.Limits(50, OptionalLong.empty(), Map.of()));
        IntStream.range(0, 50)
                .forEach(i -> ofAllRows.add(
                        aCommand("add " + i).toGroup("known").with(CallKind.ADD_PARTICIPANT),
                        Optional.of("+12223334444")));
        estimate.setLines(ofAllRows);

        assertThat(estimate.addedPeople()).isEqualTo(50);
        assertThat(estimate.advice()).singleElement().asString().contains("50 new conversations");
    }

    private static PlannedCommand group(int messages, String... members) {
        List<PlannedCall> calls = new ArrayList<>();
        calls.add(new PlannedCall(
                1,
                CallKind.CREATE_CHAT,
                "POST",
                "/chats",
                "{\"from\":\"+12223334444\",\"to\":[\"" + String.join("\",\"", members) + "\"]}",
                Optional.empty()));
        for (int i = 2; i <= messages; i++) {
            calls.add(new PlannedCall(
                    i, CallKind.SEND_MESSAGE, "POST", "/chats/{chat_id}/messages", "{}", Optional.empty()));
        }
        return new PlannedCommand(
                new Origin("f-1-2", "{}", "friends.csv row 2", Optional.empty(), Optional.empty()),
                "c",
                "create_group",
                new GroupAddress.NewGroup("ref", "+12223334444", "set", Optional.empty()),
                List.of(),
                calls,
                Optional.empty(),
                Optional.empty());
    }
}
