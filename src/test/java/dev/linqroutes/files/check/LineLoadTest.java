package dev.linqroutes.files.check;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a file does to the lines that it starts conversations from. */
class LineLoadTest {
    private static final String LINE = "+12223334444";

    @Test
    void a_few_conversations_are_said_with_what_linq_advises() {
        assertThat(describe(3, OptionalLong.empty()))
                .isEqualTo(
                        "line +12223334444 would start 3 new conversations. Linq advises fewer than 50 a day for each line");
    }

    @Test
    void many_conversations_are_compared_with_the_days_that_linq_advises() {
        assertThat(describe(4_000, OptionalLong.empty()))
                .isEqualTo(
                        "line +12223334444 would start 4,000 new conversations at once; linq.line.most-new-per-day spreads"
                                + " them. Linq advises fewer than 50 a day for each line, or it may be flagged as spam: that would be"
                                + " 82 days");
    }

    @Test
    void a_limit_of_the_line_makes_it_take_days() {
        LineLoad load = load(4_000, OptionalLong.of(100));

        assertThat(load.lines()).singleElement().satisfies(line -> {
            assertThat(line.days()).isEqualTo(40);
            assertThat(line.description())
                    .startsWith("line +12223334444 would start 4,000 new conversations within 40 days"
                            + " (linq.line.most-new-per-day=100). Linq advises");
        });
        assertThat(load.time()).isBetween(Duration.ofDays(39), Duration.ofDays(40));
    }

    @Test
    void each_line_is_counted_by_itself_and_added_people_are_told() {
        LineLoad load = load(1, OptionalLong.empty());
        load.add(
                aCommand("other")
                        .forGroup(new GroupAddress.NewGroup("other", "+12223335555", "set", Optional.empty()))
                        .withMessages(3),
                Optional.empty());
        load.add(
                aCommand("adds").toGroup("known").with(CallKind.ADD_PARTICIPANT, CallKind.ADD_PARTICIPANT),
                Optional.empty());

        assertThat(load.lines()).extracting(LineLoad.Line::newConversations).isEqualTo(List.of(1L, 1L));
        assertThat(load.addedPeople()).isEqualTo(2);
    }

    @Test
    void a_setting_is_not_told_as_the_words_of_linq() {
        LineLoad load = new LineLoad(new LineLoad.Limits(20, OptionalLong.empty(), Map.of()));
        load.add(aCommand("1").toGroup("known").with(CallKind.ADD_PARTICIPANT), Optional.of(LINE));

        assertThat(load.lines().get(0).description())
                .endsWith(". The settings advise fewer than 20 a day for each line");
    }

    @Test
    void a_limit_below_the_advice_is_not_against_it() {
        assertThat(describe(4_000, OptionalLong.of(10)))
                .endsWith(
                        " within 400 days (linq.line.most-new-per-day=10). Linq advises fewer than 50 a day for each line");
    }

    @Test
    void added_people_are_new_conversations_of_the_line_of_their_group() {
        LineLoad load = load(48, OptionalLong.empty());
        load.add(
                aCommand("1").toGroup("known").with(CallKind.ADD_PARTICIPANT, CallKind.ADD_PARTICIPANT),
                Optional.of(LINE));
        load.add(
                aCommand("other")
                        .forGroup(new GroupAddress.NewGroup("other", "+12223335555", "set", Optional.empty()))
                        .withMessages(1),
                Optional.empty());
        load.add(aCommand("2").toGroup("other").with(CallKind.ADD_PARTICIPANT), Optional.empty());

        assertThat(load.lines()).extracting(LineLoad.Line::newConversations).isEqualTo(List.of(50L, 2L));
        assertThat(load.lines()).extracting(LineLoad.Line::isRemarkable).containsExactly(true, false);
    }

    @Test
    void of_added_people_it_is_told_how_many_are_in_the_numbers_of_the_lines() {
        LineLoad load = load(1, OptionalLong.empty());
        PlannedCommand one = aCommand("1").toGroup("known").with(CallKind.ADD_PARTICIPANT);
        assertThat(load.describeAdded()).isEmpty();

        load.add(one, Optional.of(LINE));
        assertThat(load.describeAdded())
                .hasValue(
                        "1 person would be added to groups; each is a new conversation of the group's line, and counted"
                                + " there");
        load.add(one, Optional.empty());
        assertThat(load.describeAdded())
                .hasValue(
                        "2 people would be added to groups; each is a new conversation of the group's line; 1 of them are"
                                + " counted there");
    }

    @Test
    void also_of_people_who_are_only_added_it_is_told_that_the_ledger_was_not_read() {
        LineLoad load = new LineLoad(new LineLoad.Limits(50, OptionalLong.empty(), Map.of()));
        load.noteUnknownUse("no ledger");
        assertThat(load.notes()).isEmpty();

        load.add(aCommand("1").toGroup("known").with(CallKind.ADD_PARTICIPANT), Optional.empty());
        load.noteUnknownUse("no ledger");
        assertThat(load.notes()).singleElement().asString().endsWith("are not added: no ledger");
    }

    @Test
    void what_a_line_has_started_and_has_yet_to_start_is_part_of_the_days() {
        LineLoad load = load(100, OptionalLong.of(100));
        load.addUse(lines ->
                Map.of(LINE, new NewConversations.Use(30, 70), "+12223335555", new NewConversations.Use(9, 9)));

        assertThat(load.lines()).singleElement().satisfies(line -> {
            assertThat(line.newConversations()).isEqualTo(100);
            assertThat(line.days()).isEqualTo(2);
            assertThat(line.advisedDays()).isEqualTo(5);
            assertThat(line.description())
                    .startsWith(
                            "line +12223334444 would start 100 new conversations; with 30 of the last 24 hours and 70 that"
                                    + " wait in the ledger these are 200 within 2 days (linq.line.most-new-per-day=100). Linq advises");
        });
        assertThat(load.time()).isBetween(Duration.ofHours(47), Duration.ofDays(2));
        assertThat(load.notes())
                .containsExactly("linq.line.most-new-per-day=100 lets a line start more new conversations in a day than"
                        + " advised: Linq advises fewer than 50");
    }

    private static String describe(int groups, OptionalLong most) {
        return load(groups, most).lines().get(0).description();
    }

    private static LineLoad load(int groups, OptionalLong most) {
        LineLoad load = new LineLoad(new LineLoad.Limits(50, most, Map.of()));
        for (int i = 0; i < groups; i++) {
            load.add(
                    aCommand("c" + i)
                            .forGroup(new GroupAddress.NewGroup("g" + i, LINE, "set " + i, Optional.empty()))
                            .withMessages(1),
                    Optional.empty());
        }
        return load;
    }
}
