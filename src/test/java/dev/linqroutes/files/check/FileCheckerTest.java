package dev.linqroutes.files.check;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.plan.IntakeMapper;
import dev.linqroutes.plan.Planner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckerTest {
    private static final String LINE = "+12223334444";
    private static final String OTHER_LINE = "+12223335555";
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";
    private static final String CARL = "+12025550103";

    private final CommandEnricher enrichment = new CommandEnricher(List.of(LINE), Optional.of("US"));
    private final CommandEnricher ofTwoLines = new CommandEnricher(List.of(LINE, OTHER_LINE), Optional.of("US"));
    private final Planner planner = new Planner(Optional.empty());
    private final IntakeMapper maker = new IntakeMapper();
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-28T09:00:00Z"), ZoneOffset.UTC);
    private final RowChecker check =
            checker(rows -> rows.stream().map(this::prepared).toList());
    private final StringWriter printed = new StringWriter();
    private Optional<NewConversations> conversations = Optional.empty();

    private FileChecker.Inquiries inquiries = FileChecker.Inquiries.NONE;

    @TempDir
    Path folder;

    private RowChecker checker(RowChecker.RowPreparation preparation) {
        return new RowChecker(
                preparation,
                Optional.empty(),
                () -> LineChooser.ofUnusedLines(Map.of(LINE, 1L, OTHER_LINE, 1L)),
                clock);
    }

    private IntakeDecision prepared(ReceivedCommand received) {
        return prepared(enrichment, received);
    }

    private IntakeDecision prepared(CommandEnricher with, ReceivedCommand received) {
        try {
            return maker.mapPlanned(planner.splitIntoCalls(with.enrich(TestCommand.read(received))));
        } catch (CommandRefused e) {
            return maker.mapRefused(received, e);
        }
    }

    @Test
    void a_good_file_is_good_and_shows_what_would_be_sent() throws Exception {
        boolean good =
                review("friends.csv", "group_ref,to,name,message,link\nclub,%s;%s,Club,Hi all,https://example.com/a\n");

        assertThat(good).isTrue();
        assertThat(lines())
                .contains(
                        "  row 2  create_group  club",
                        "    1  POST /chats  from +12223334444 to " + ANN + ", " + BOB + "  \"Hi all\"",
                        "    2  POST /chats/{chat_id}/messages  link preview https://example.com/a",
                        "    3  PUT /chats/{chat_id}  name \"Club\"",
                        "1 commands, 1 good, 0 refused");
    }

    @Test
    void a_text_that_only_the_ledger_can_fill_is_shown_as_it_is_written_with_the_reason() throws Exception {
        boolean good = review(
                "friends.csv",
                "command,group_ref,to,message,name\n"
                        + "message,crew,,Welcome to {group.display_name},\n"
                        + "create,club,%s;%s,Hi all of {group.display_name},Club\n"
                        + "message,club,,Welcome to {group.display_name},\n");

        assertThat(good).isTrue();
        assertThat(lines())
                .contains(
                        "row 2 warning: {group.display_name} is filled in when the row is accepted: it is not known without"
                                + " the ledger",
                        "row 4 warning: {group.display_name} is filled in when the row is accepted: row 3 creates the group or"
                                + " changes its name",
                        "    1  POST /chats/{chat_id}/messages  \"Welcome to {group.display_name}\"",
                        "    1  POST /chats  from +12223334444 to " + ANN + ", " + BOB + "  \"Hi all of Club\"");
    }

    @Test
    void options_that_are_added_are_shown_with_their_poll_or_refused_at_their_column() throws Exception {
        boolean good = review(
                "friends.csv",
                "command,command_id,group_ref,options,message_of\n"
                        + "poll,day,club,Tuesday;Thursday,\n"
                        + "add options,more,club,Friday,day\n"
                        + "add options,,club,,day\n"
                        + "add options,self,club,Friday,self\n");

        assertThat(good).isFalse();
        assertThat(lines())
                .contains(
                        "    1  POST /messages/{message_id}/poll/options  {\"options\":[{\"text\":\"Friday\"}]}  refers to message 1"
                                + " of command \"day\"",
                        "row 5 refused: column message_of: is this command itself; name another one, is \"self\"",
                        "row 4 refused: column options: must not be empty",
                        "4 commands, 2 good, 2 refused");
    }

    @Test
    void what_comes_after_the_line_has_left_a_group_would_fail() throws Exception {
        boolean good = review(
                "friends.csv",
                "command,group_ref,message\n"
                        + "message,crew,Bye\n"
                        + "leave,crew,\n"
                        + "leave,crew,\n"
                        + "message,crew,Hello?\n"
                        + "message,club,Hello\n");

        assertThat(good).isFalse();
        assertThat(lines())
                .contains(
                        "row 4 would fail: row 3 leaves the group, so Linq would refuse this (code 2013); move this row before it",
                        "row 5 would fail: row 3 leaves the group, so Linq would refuse this (code 2013); move this row before it")
                .noneMatch(line -> line.startsWith("row 6 "));
    }

    @Test
    void what_the_file_does_to_the_lines_is_said() throws Exception {
        review("friends.csv", "to,message\n%s;%s,Hi\n%s;%s,Hi\n12345,Hi\n");

        assertThat(lines())
                .contains(
                        "line +12223334444 would start 1 new conversation. Linq advises fewer than 50 a day for each line");
        JsonNode line = json("friends.csv", "to,message\n%s;%s,Hi\n").at("/lines/0");
        assertThat(line.path("line").asText()).isEqualTo("+12223334444");
        assertThat(line.path("new_conversations").asInt()).isEqualTo(1);
        assertThat(line.path("days").asInt()).isEqualTo(1);
        assertThat(line.path("advised_days").asInt()).isEqualTo(1);
    }

    @Test
    void what_lines_have_done_without_the_file_is_not_added_and_told_without_a_ledger() throws Exception {
        review("friends.csv", "to,message\n%s;%s,Hi\n");

        assertThat(lines())
                .contains(
                        "What the lines have started within 24 hours, and the groups that they have yet to make, are not"
                                + " added: the ledger was not read");
        JsonNode line = json("friends.csv", "to,message\n%s;%s,Hi\n").at("/lines/0");
        assertThat(line.path("started_in_last_day").isNull()).isTrue();
        assertThat(line.path("waiting").isNull()).isTrue();
    }

    @Test
    void what_lines_have_started_and_what_waits_in_the_ledger_is_added_to_what_the_file_does() throws Exception {
        try (TestLedger ledger = TestLedger.inMemory(clock).open()) {
            ledger.accept(aGroup("made"));
            ledger.workAll();
            ledger.accept(aGroup("waits"), aGroup("waits-too"));
            conversations = Optional.of(ledger.newConversations);

            review("friends.csv", "to,message\n%s;%s,Hi\n");
            assertThat(printed.toString())
                    .contains(
                            "line +12223334444 would start 1 new conversation; with 1 of the last 24 hours and 2 that wait in"
                                    + " the ledger these are 4. Linq advises");
            JsonNode line = json("friends.csv", "to,message\n%s;%s,Hi\n").at("/lines/0");

            assertThat(line.path("new_conversations").asInt()).isEqualTo(1);
            assertThat(line.path("started_in_last_day").asInt()).isEqualTo(1);
            assertThat(line.path("waiting").asInt()).isEqualTo(2);
        }
    }

    @Test
    void a_ledger_that_fails_while_the_lines_are_read_does_not_fail_the_check() throws Exception {
        TestLedger ledger = TestLedger.inMemory(clock).open();
        conversations = Optional.of(ledger.newConversations);
        ledger.close();

        assertThat(review("friends.csv", "to,message\n%s;%s,Hi\n")).isTrue();

        assertThat(printed.toString()).contains("are not added: ");
    }

    private static PlannedCommand aGroup(String ref) {
        return aCommand(ref)
                .forGroup(new GroupAddress.NewGroup(ref, LINE, "members of " + ref, Optional.empty()))
                .withMessages(1);
    }

    @Test
    void groups_of_several_lines_are_counted_where_they_would_go() throws Exception {
        JsonNode lines = jsonOf(
                        "friends.csv",
                        "to,message,from\n%1$s;%2$s,Hi,\n%1$s;%3$s,Hi,+12223334444\n%2$s;%3$s,Hi,\n%1$s;%2$s;%3$s,Hi,\n")
                .at("/lines");

        assertThat(lines.findValuesAsText("line")).containsExactly(LINE, OTHER_LINE);
        assertThat(lines.findValuesAsText("new_conversations")).containsExactly("2", "2");
    }

    @Test
    void the_same_members_without_a_name_may_be_used_once_for_each_line() throws Exception {
        String sheet = "group_ref,to,message,from\n" + "a,%1$s;%2$s,Hi,\n" + "b,%2$s;%1$s,Hi,\n" + "c,%1$s;%2$s,Hi,\n";

        assertThat(reviewOfTwoLines("friends.csv", sheet, false)).isFalse();

        assertThat(lines())
                .contains(
                        "row 3 warning: has the same members as row 2, which has no display_name, and would go from another"
                                + " line; it would fail if both go from one line: give that row a display_name, or both a line"
                                + " (from)",
                        "row 4 would fail: row 2 has the same line and members and no display_name, so Linq would reuse its"
                                + " chat for this group; give that row a display_name, or change the members",
                        "3 commands, 2 good, 0 refused, 1 would fail; 1 with warnings");
    }

    @Test
    void a_refused_row_takes_no_line_from_the_others() throws Exception {
        JsonNode lines = jsonOf("friends.csv", "group_ref,to,message\na,%1$s;%2$s,Hi\na,%1$s;%2$s,Hi\nb,%1$s;%3$s,Hi\n")
                .at("/lines");

        assertThat(lines.findValuesAsText("new_conversations")).containsExactly("1", "1");
    }

    @Test
    void a_refused_row_is_reported_with_row_column_value_and_reason() throws Exception {
        boolean good = review("friends.csv", "to,message,service\n%s;%s,Hi,\n12345;%s,Hello,\n%s;%s,Hi,pigeon\n");

        assertThat(good).isFalse();
        assertThat(lines())
                .contains(
                        "row 3 refused: column to: is not a possible phone number: it is too short, \"12345\"",
                        "row 4 refused: column service: must be one of [\"iMessage\", \"SMS\", \"RCS\"], is \"pigeon\"",
                        "3 commands, 1 good, 2 refused");
    }

    @Test
    void of_an_all_or_nothing_file_with_a_refused_row_nothing_would_be_sent() throws Exception {
        Files.writeString(folder.resolve("friends.properties"), "all_or_nothing=true\n");
        String sheet = "group_ref,to,name,message\nclub,%s;%s,Club,Hi\nother,12345,Other,Hi\n";

        assertThat(review("friends.csv", sheet)).isFalse();
        assertThat(lines())
                .contains(
                        "What would be sent for the first good rows, if no row were refused:",
                        "Nothing would be sent: the options set all_or_nothing, and not every row is accepted. Correct the"
                                + " refused rows, and check again.")
                .noneMatch(line -> line.contains("would start"));
    }

    @Test
    void a_column_is_named_as_in_the_file() throws Exception {
        review("friends.csv", "Participants,Text\n12345;%s,Hello\n");

        assertThat(lines())
                .contains(
                        "row 2 refused: column Participants: is not a possible phone number: it is too short, \"12345\"");
    }

    @Test
    void a_problem_without_a_column_is_reported_without_one() throws Exception {
        assertThat(review("commands.jsonl", "{\"type\": \"leave_group\"}\n")).isFalse();

        assertThat(printed.toString()).contains("row 1 refused: ").doesNotContain("column");
    }

    @Test
    void a_file_that_changes_during_the_check_is_reported_after_its_rows() throws Exception {
        Path file = Files.writeString(folder.resolve("friends.csv"), "to,message\nnobody,Hi\n" + "x,y\n".repeat(5_000));
        RowChecker changing = checker(rows -> {
            append(file);
            return rows.stream().map(this::prepared).toList();
        });

        boolean good = review(changing, file, true);

        assertThat(good).isFalse();
        JsonNode json = new ObjectMapper().readTree(printed.toString());
        assertThat(json.at("/rows/0/row").asInt()).isEqualTo(2);
        assertThat(json.get("unreadable").asText())
                .isEqualTo("friends.csv: was changed while it was read; drop the file again");
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "x,y\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_file_without_a_good_row_has_nothing_to_show() throws Exception {
        assertThat(review("friends.csv", "to,message\n12345,Hello\n")).isFalse();

        assertThat(printed.toString()).doesNotContain("What would be sent");
    }

    @Test
    void duplicate_ids_are_refused_and_duplicate_members_are_a_warning() throws Exception {
        assertThat(review(
                        "friends.csv",
                        "command_id,group_ref,to,name,message\n"
                                + "c1,a,%s;%s,One,Hi\n"
                                + "c1,b,%s;%s,Two,Hi\n"
                                + "c3,a,%s;%s,Three,Hi\n"
                                + "c4,d,%2$s;%1$s,Four,Hi\n"))
                .isFalse();

        assertThat(lines())
                .contains(
                        "row 3 refused: column command_id: command_id \"c1\" is already used in row 2; each row needs its own",
                        "row 4 refused: column group_ref: group \"a\" is already created by row 2; for another group use"
                                + " another group_ref",
                        "row 5 warning: has the same line and members as row 2, and is created after that group has its name",
                        "4 commands, 2 good, 2 refused; 1 with warnings");
    }

    @Test
    void a_message_that_is_referred_to_and_is_neither_above_nor_in_the_ledger_is_warned_of() throws Exception {
        String react = "{\"type\": \"react\", \"command_id\": \"r%d\", \"group_ref\": \"crew\", \"reaction\": \"love\","
                + " \"message_of\": {\"%s\": \"%s\"}}\n";
        String event = "5d0f3c52-7a1e-4f6d-9b7c-0e6a4c1f2b11";
        String reply = "{\"type\": \"send_message\", \"command_id\": \"above\", \"group_ref\": \"crew\","
                + " \"message\": {\"text\": \"Hi\", \"reply_to\": {\"command_id\": \"nowhere\"}}}\n";
        Path file = Files.writeString(
                folder.resolve("reactions.jsonl"),
                react.formatted(1, "command_id", "sent")
                        + react.formatted(2, "command_id", "below")
                        + react.formatted(3, "event_id", event)
                        + reply
                        + react.formatted(5, "command_id", "above")
                        + reply.replace("above", "below").replace("nowhere", "refused"));
        try (TestLedger ledger = TestLedger.inMemory(clock).open()) {
            PlannedCommand sent = aCommand("sent").toGroup("crew").withMessages(1);
            ledger.accept(aGroup("crew"), sent);
            ledger.acceptance.accept(List.of(
                    CommandRefusal.of(aCommand("refused").toGroup("crew").withMessages(1), "is bad")));

            review(
                    new RowChecker(
                            rows -> rows.stream().map(this::prepared).toList(),
                            Optional.of(new DryRun(ledger.database, clock)),
                            () -> LineChooser.ofUnusedLines(Map.of(LINE, 1L)),
                            clock),
                    file,
                    false);
        }

        assertThat(lines())
                .filteredOn(line -> line.startsWith("row ") && line.contains("warning"))
                .extracting(line -> line.replaceAll("warning: refers to (.*): this command .*", "$1"))
                .containsExactly(
                        "row 2 message 1 of command \"below\", which is in no row above; the ledger does not have it",
                        "row 3 the message of event \"" + event + "\"; the ledger does not have it",
                        "row 4 message 1 of command \"nowhere\", which is in no row above; the ledger does not have it",
                        "row 6 message 1 of command \"refused\", which was refused, and is in no row above");
    }

    @Test
    void what_the_ledger_objects_to_is_told_with_its_column_or_field() throws Exception {
        try (TestLedger ledger = TestLedger.inMemory(clock).open()) {
            ledger.accept(aGroup("crew"), aCommand("sent").toGroup("crew").withMessages(1));
            RowChecker withLedger = new RowChecker(
                    rows -> rows.stream().map(this::prepared).toList(),
                    Optional.of(new DryRun(ledger.database, clock)),
                    () -> LineChooser.ofUnusedLines(Map.of(LINE, 1L)),
                    clock);

            assertThat(review(
                            withLedger,
                            Files.writeString(
                                    folder.resolve("news.csv"),
                                    "command_id,group ref,message\n1,crew-9,Hi\nsent,crew,Hi\n"),
                            false))
                    .isFalse();
            review(
                    withLedger,
                    Files.writeString(
                            folder.resolve("news.jsonl"),
                            """
                            {"type": "send_message", "group_ref": "crew-9", "message": {"text": "Hi"}}
                            {"type": "send_message", "command_id": "sent", "group_ref": "crew", "message": {"text": "Hi"}}
                            """),
                    false);
        }

        assertThat(lines())
                .extracting(line -> line.replaceAll("(not known|used before).*", "$1"))
                .contains(
                        "row 2 refused: column group ref: group \"crew-9\" is not known",
                        "row 3 refused: column command_id: command id \"sent\" was used before",
                        "row 1 refused: /group_ref: group \"crew-9\" is not known",
                        "row 2 refused: /command_id: command id \"sent\" was used before");
    }

    @Test
    void a_group_for_which_linq_would_reuse_an_unnamed_chat_would_fail() throws Exception {
        assertThat(review(
                        "friends.csv",
                        "group_ref,to,name,message\n"
                                + "a,%1$s;%2$s,Named,Hi\n"
                                + "b,%1$s;%2$s,,Hi\n"
                                + "c,%2$s;%1$s,Other,Hi\n"
                                + "d,%1$s;%2$s,,Hi\n"))
                .isFalse();

        String reason =
                " would fail: row 3 has the same line and members and no display_name, so Linq would reuse its chat for this group; give that row a display_name, or change the members";
        assertThat(lines())
                .contains(
                        "row 4" + reason,
                        "row 5" + reason,
                        "row 3 warning: has the same line and members as row 2, and is created after that group has its name",
                        "4 commands, 2 good, 0 refused, 2 would fail; 1 with warnings");
    }

    @Test
    void an_expired_row_creates_no_group_whose_chat_would_be_reused() throws Exception {
        assertThat(review("friends.csv", "to,message,expires_at\n%1$s;%2$s,Hi,2026-11-28T08:00:00Z\n%1$s;%2$s,Hi,\n"))
                .isFalse();

        assertThat(lines()).contains("2 commands, 1 good, 0 refused, 1 expired");
    }

    @Test
    void a_group_that_is_named_by_a_later_command_may_be_followed_by_one_of_the_same_members() throws Exception {
        String group = "{\"type\": \"create_group\", \"group_ref\": \"%s\", \"to\": [\"" + ANN + "\", \"" + BOB
                + "\"], \"message\": {\"text\": \"Hi\"}}\n";

        assertThat(review(
                        "commands.jsonl",
                        group.replace("%s", "a")
                                + "{\"type\": \"update_group\", \"group_ref\": \"a\", \"display_name\": \"Club\"}\n"
                                + group.replace("%s", "b")))
                .isTrue();
    }

    @Test
    void the_start_time_of_a_row_is_reported() throws Exception {
        assertThat(review(
                        "friends.csv",
                        "to,message,not_before,Expires At\n"
                                + "%s;%s,Hi,2026-11-28T10:00:00+01:00,\n"
                                + "%s;" + CARL + ",Hi,2026-11-29T10:00:00+01:00,\n"
                                + "%s;" + CARL + ",Hi,,2026-11-28T10:00:00+01:00\n"
                                + "%s;" + CARL + ",Hi,,2026-11-28T10:00:01+01:00\n"))
                .isFalse();

        assertThat(lines())
                .contains(
                        "row 4 expired: column Expires At: has passed, so nothing would be sent,"
                                + " is \"2026-11-28T10:00:00+01:00\"",
                        "4 commands, 3 good, 0 refused, 1 expired; 1 with warnings")
                .anyMatch(line ->
                        line.startsWith("  row 3  create_group") && line.endsWith("  not before 2026-11-29T09:00:00Z"));
        assertThat(json("friends.csv", "to,message,not_before\n%s;%s,Hi,2026-11-29T10:00:00+01:00\n")
                        .at("/rows/0/not_before")
                        .asText())
                .isEqualTo("2026-11-29T09:00:00Z");
    }

    @Test
    void what_each_row_would_do_is_reported_by_its_command() throws Exception {
        String sheet = "command,group_ref,to,message,options\n"
                + "create,a,%1$s;%2$s,Hi,\ncreate,b,%1$s;%3$s,Hi,\ncreate,c,%2$s;%3$s,Hi,\ncreate,d,%1$s;%2$s;%3$s,Hi,\n"
                        .formatted(ANN, BOB, CARL)
                + "message,a,,Hello,\nadd,a," + CARL + ",,\nmessage,b,,Hello,\npoll,b,,,Yes;No\n";

        assertThat(review("friends.csv", sheet)).isTrue();

        assertThat(lines())
                .contains(
                        "What would be sent for the first good rows, and the first of each command:",
                        "  row 6  send_message  a",
                        "    1  POST /chats/{chat_id}/messages  \"Hello\"",
                        "  row 7  add_participant  a",
                        "  row 9  send_poll  b",
                        "Good rows by command: 1 add_participant, 4 create_group, 2 send_message, 1 send_poll")
                .doesNotContain("  row 8  send_message  b");
        JsonNode json = json("friends.csv", sheet);
        assertThat(json.at("/counts/commands/send_message").asInt()).isEqualTo(2);
        assertThat(json.at("/rows/0/command").asText()).isEqualTo("create_group");
    }

    @Test
    void a_missing_field_is_reported_with_its_column() throws Exception {
        review("friends.csv", "Participants,Text,Links,Group\n%s;%s,,,a\n,Hi,,b\n%s;%s,,https://example.com/a,c\n");
        review("names.csv", "to,message\n,\n");
        review("members.csv", "Group,Phone,Text\n,%s,Hi\n");

        assertThat(lines())
                .contains(
                        "row 2 refused: column Text: must not be empty",
                        "row 3 refused: column Participants: must not be empty; to write to a group that exists, put"
                                + " \"message\" into a column \"command\"",
                        "row 4 refused: column Text: a group needs a first message without a link: give a text, a"
                                + " display_name without a link, or configure linq.opening-text (LINQ_OPENING_TEXT)",
                        "row 2 refused: column Group: is missing: name the group in its first row");
    }

    @Test
    void a_missing_line_is_reported_with_its_column_and_setting() throws Exception {
        CommandEnricher withoutLine = new CommandEnricher(List.of(), Optional.empty());
        RowChecker unset = checker(rows ->
                rows.stream().map(received -> prepared(withoutLine, received)).toList());

        review(unset, Files.writeString(folder.resolve("x.csv"), "to,message\n" + ANN + ";" + BOB + ",Hi\n"), false);

        assertThat(lines())
                .contains("row 2 refused: column from: no line to send from: give one, or configure a default"
                        + " (LINQ_FROM)");
    }

    @Test
    void words_that_are_no_link_are_one_fault_of_their_cell() throws Exception {
        review(
                "friends.csv",
                "to,message,links\n%1$s;%2$s,Hi,not a link\n%1$s;%2$s,Hi,https://example.com/a see\n"
                        + "%1$s;%2$s,Hi,https://example.com/a https://example.com/b\n");

        assertThat(lines())
                .filteredOn(line -> line.contains(" refused: "))
                .containsExactly(
                        "row 2 refused: column links: must be one link without white space, is \"not a link\"",
                        "row 3 refused: column links: must be one link without white space, is"
                                + " \"https://example.com/a see\"");
    }

    @Test
    void a_large_group_is_warned_of() throws Exception {
        String people =
                IntStream.range(0, 12).mapToObj(i -> "+120255501" + (10 + i)).collect(Collectors.joining(";"));

        assertThat(review("friends.csv", "to,message\n" + people + ",Hi\n")).isTrue();

        assertThat(printed.toString()).contains("row 2 warning: 12 recipients: where the group is SMS or MMS");
    }

    @Test
    void an_unreadable_file_is_not_good_and_has_a_reason() throws Exception {
        assertThat(review("friends.csv", "to,message\n%s,\"Hi\n")).isFalse();

        assertThat(printed.toString()).contains("friends.csv row 2").contains("no command would be sent");
    }

    @Test
    void a_file_that_is_not_there_is_named() throws Exception {
        boolean good = review(check, folder.resolve("nowhere.csv"), false);

        assertThat(good).isFalse();
        assertThat(printed.toString()).contains("nowhere.csv");
    }

    @Test
    void warnings_of_a_kind_are_few_for_a_person_and_all_for_a_program() throws Exception {
        String rows = IntStream.range(0, 50)
                        .mapToObj(i -> "(202) 555-0%d;%s,Hi,Club\n".formatted(111 + i, ANN))
                        .collect(Collectors.joining())
                + "+12025550111;" + ANN + ",Hi,Club\n";

        assertThat(review("friends.csv", "to,message,name\n" + rows)).isTrue();
        assertThat(printed.toString().lines().filter(line -> line.contains(" warning: ")))
                .hasSize(11)
                .last()
                .isEqualTo(
                        "row 52 warning: has the same line and members as row 2, and is created after that group has its name");
        assertThat(printed.toString()).contains("… 51 rows have warnings; --json lists all of them");

        JsonNode json = json("friends.csv", "to,message,name\n" + rows);
        assertThat(json.at("/counts/with_warnings").asInt()).isEqualTo(51);
        assertThat(json.get("rows")).hasSize(51);
        assertThat(json.at("/rows/49/warnings/0").asText()).contains("is used as +12025550160");
    }

    @Test
    void a_program_gets_row_column_value_and_reason_of_each_refused_row_and_the_plan_of_the_first() throws Exception {
        JsonNode json = json("friends.csv", "to,name,message\n%s;%s,Club,Hi\n12345;%s,x,Hello\n");

        assertThat(json.get("good").asBoolean()).isFalse();
        assertThat(json.get("batch_id").asText()).startsWith("f-");
        assertThat(json.at("/counts/refused").asInt()).isEqualTo(1);
        assertThat(json.at("/rows/0/calls/0/path").asText()).isEqualTo("/chats");
        assertThat(json.at("/rows/0/calls/0/body/to/1").asText()).isEqualTo(BOB);
        JsonNode refused = json.at("/rows/1");
        assertThat(refused.get("verdict").asText()).isEqualTo("refused");
        assertThat(refused.get("row").asInt()).isEqualTo(3);
        assertThat(refused.at("/problems/0/column").asText()).isEqualTo("to");
        assertThat(refused.at("/problems/0/value").asText()).contains("12345");
        assertThat(refused.at("/problems/0/message").asText()).contains("is not a possible phone number");
    }

    @Test
    void an_unreadable_file_is_reported_as_json() throws Exception {
        JsonNode json = json("friends.csv", "");

        assertThat(json.get("good").asBoolean()).isFalse();
        assertThat(json.get("unreadable").asText()).contains("is empty");
    }

    @Test
    void a_command_for_a_group_that_a_line_before_makes_is_good() throws Exception {
        assertThat(
                        review(
                                "commands.jsonl",
                                """
                        {"type": "create_group", "group_ref": "a", "to": ["%s", "%s"], "message": {"text": "Hi"}}
                        {"type": "send_message", "group_ref": "a", "message": {"text": "Again"}}
                        """))
                .isTrue();
        assertThat(lines()).contains("2 commands, 2 good, 0 refused");
    }

    @Test
    void a_row_with_too_many_calls_is_refused_in_every_format() throws Exception {
        String links = IntStream.range(0, 101).mapToObj(i -> "x" + i + ".com").collect(Collectors.joining(" "));
        String told =
                "has 101 different links, each of which would be sent as a separate message; at most 100 are allowed."
                        + " Send fewer links, or several commands";

        assertThat(review("friends.csv", "to,message\n%s;%s," + links + "\n")).isFalse();
        assertThat(review(
                        "commands.jsonl",
                        "{\"type\": \"create_group\", \"to\": [\"%s\", \"%s\"], \"message\": {\"text\": \"" + links
                                + "\"}}\n"))
                .isFalse();

        assertThat(lines()).filteredOn(line -> line.contains(told)).hasSize(2);
    }

    @Test
    void a_file_longer_than_a_chunk_is_reported_in_row_order() throws Exception {
        String rows = IntStream.range(0, 3_000)
                .mapToObj(i -> i % 100 == 0 ? "nobody,Hi\n" : ANN + ";" + CARL + ",Hi,Club\n")
                .collect(Collectors.joining());

        assertThat(review("friends.csv", "to,message,name\n" + rows)).isFalse();

        List<Integer> refused = printed.toString()
                .lines()
                .filter(line -> line.contains(" refused: "))
                .map(line -> Integer.parseInt(line.split(" ")[1]))
                .distinct()
                .toList();
        assertThat(refused)
                .isEqualTo(IntStream.range(0, 30).mapToObj(i -> 100 * i + 2).toList());
    }

    private List<String> lines() {
        return printed.toString().lines().toList();
    }

    private boolean review(String name, String text) throws Exception {
        return review(name, text, false);
    }

    private void askingForSizes(MediaSizeInquiry sizes) {
        inquiries = new FileChecker.Inquiries(Optional.empty(), Optional.of(sizes));
    }

    @Test
    void media_that_are_too_large_are_told_at_row_and_column_and_unknown_sizes_plainly() throws Exception {
        List<String> asked = new ArrayList<>();
        askingForSizes(url -> {
            asked.add(url);
            return url.endsWith("film.mp4")
                    ? MediaSize.of(48_000_000)
                    : url.endsWith("a.png")
                            ? MediaSize.of(10_485_760)
                            : MediaSize.unknown("its server answers HTTP 405");
        });
        String sheet = "group_ref,message,media\na,Hi,https://x.example/a.png;https://x.example/film.mp4\n"
                + "b,Hi,https://x.example/b.png\nc,Hi,https://x.example/film.mp4\n";

        assertThat(review("a.csv", sheet, false)).as("a warning").isTrue();

        assertThat(asked)
                .containsExactly("https://x.example/a.png", "https://x.example/film.mp4", "https://x.example/b.png");
        assertThat(printed.toString())
                .contains("What the servers of media say; Linq downloads at most 10,485,760 bytes from an address:")
                .contains(
                        "  row 2 and 1 others column media warning: https://x.example/film.mp4 has 48,000,000 bytes, which is"
                                + " too large; give it as a local file, or upload it and give its attachment_id")
                .contains(
                        "  row 3 column media: https://x.example/b.png may be too large, its size is not known: its server"
                                + " answers HTTP 405")
                .contains("  1 within the limit, 1 too large, 1 not known");
        assertThat(json("b.csv", sheet).get("media"))
                .hasToString(
                        "{\"limit_bytes\":10485760,\"within_limit\":1,\"too_large\":1,\"unknown\":1,\"not_asked\":0,"
                                + "\"addresses\":[{\"row\":2,\"further_rows\":1,\"url\":\"https://x.example/film.mp4\",\"column\":\"media\","
                                + "\"bytes\":48000000},{\"row\":3,\"further_rows\":0,\"url\":\"https://x.example/b.png\",\"column\":\"media\","
                                + "\"reason\":\"its server answers HTTP 405\"}]}");
    }

    @Test
    void at_most_a_hundred_addresses_are_asked_about_and_the_rest_is_told() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        askingForSizes(url -> MediaSize.of(asked.incrementAndGet()));
        StringBuilder sheet = new StringBuilder("group_ref,message,media\n");
        for (int i = 0; i < 103; i++) {
            sheet.append("g")
                    .append(i)
                    .append(",Hi,https://x.example/")
                    .append(i)
                    .append(".png\n");
        }

        review("a.csv", sheet.toString(), false);

        assertThat(asked).hasValue(100);
        assertThat(printed.toString())
                .contains("  100 within the limit, 0 too large, 0 not known")
                .contains("  not asked about: 3 further cells, because at most 100 addresses are");
    }

    @Test
    void media_in_a_jsonl_file_are_asked_about_wherever_they_are_except_attachments() throws Exception {
        List<String> asked = new ArrayList<>();
        askingForSizes(url -> {
            asked.add(url);
            return MediaSize.unknown("no answer within 10 s");
        });

        review(
                "a.jsonl",
                """
                {"type": "send_voice_memo", "group_ref": "a", "url": "https://x.example/memo.m4a"}
                {"type": "send_message", "group_ref": "a", "message": {"parts": [{"type": "media", "url": "https://x.example/p.png"}, {"type": "media", "attachment_id": "a-1"}]}}
                {"type": "update_group", "group_ref": "a", "group_chat_icon": "https://x.example/icon.png"}
                """,
                false);

        // What Linq downloads as an icon, is not documented.
        assertThat(asked).containsExactly("https://x.example/memo.m4a", "https://x.example/p.png");
        assertThat(printed.toString())
                .contains(
                        "  row 1: https://x.example/memo.m4a may be too large, its size is not known: no answer within 10 s");
    }

    private JsonNode json(String name, String text) throws Exception {
        printed.getBuffer().setLength(0);
        review(name, text, true);
        return new ObjectMapper().readTree(printed.toString());
    }

    /** {@code %s} is replaced by Ann and Bob alternately. */
    private boolean review(String name, String text, boolean json) throws Exception {
        String content = text.contains("%") ? text.formatted(ANN, BOB, ANN, BOB, ANN, BOB, ANN, BOB) : text;
        Path file = Files.writeString(folder.resolve(name), content);
        return review(check, file, json);
    }

    private boolean reviewOfTwoLines(String name, String text, boolean json) throws Exception {
        return review(
                checker(rows -> rows.stream()
                        .map(received -> prepared(ofTwoLines, received))
                        .toList()),
                Files.writeString(folder.resolve(name), text.formatted(ANN, BOB, CARL)),
                json);
    }

    private JsonNode jsonOf(String name, String text) throws Exception {
        reviewOfTwoLines(name, text, true);
        return new ObjectMapper().readTree(printed.toString());
    }

    private boolean review(RowChecker with, Path file, boolean json) throws Exception {
        return new FileChecker(
                        new BatchFileOpener(Optional.empty()),
                        with,
                        Optional.empty(),
                        "no ledger",
                        new LineLoad.Limits(50, OptionalLong.empty(), Map.of()),
                        conversations)
                .check(file, new PrintWriter(printed), json, 3, inquiries);
    }
}
