package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.InProcessProgram;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sheet goes by the console's API alone from mistakes to groups and results. */
class ConsoleSheetsIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String HEADER = "group_ref,to,first_name,display_name,message\n";
    private static final String GOOD = "hikers,+12025550103;+12025550104,Bob,Hikers,See you on Sunday\n";
    private static final String BAD = "choir,+12025550105;12345,Cleo,Choir,Hello {first_name}\n";

    private InProcessProgram program;
    private ConsoleClient console;

    @BeforeEach
    void start() throws Exception {
        program = program().with("linq.confirm", "true").subscribedTo(linq).start();
        console = new ConsoleClient(program.console());
    }

    @Test
    void problems_are_named_by_row_and_column_corrected_there_and_the_groups_are_created_once() throws Exception {
        JsonNode sheet = checked(console.upload("friends.csv", HEADER + GOOD + BAD));
        JsonNode problem = sheet.at("/check/problems/0");
        assertThat(problem.path("row").intValue()).isEqualTo(3);
        assertThat(problem.path("column").intValue()).isEqualTo(1);
        assertThat(problem.path("message").asText()).contains("country code");

        JsonNode corrected = checked(
                console.post(
                        path(sheet) + "/cells",
                        "{\"version\": 1, \"cells\": [{\"row\": 3, \"column\": 1, \"value\": \"+12025550105;+12025550106\"}]}"));
        assertThat(corrected.at("/check/counts/good").intValue()).isEqualTo(2);
        assertThat(corrected.at("/check/estimate/people").intValue()).isEqualTo(4);
        assertThat(console.get(path(sheet) + "/preview?row=3")
                        .at("/bubbles/0/text")
                        .asText())
                .isEqualTo("Hello Cleo");

        assertThat(console.refused(400, "POST", path(sheet) + "/send", "{\"version\": 2, \"rows\": \"three\"}"))
                .contains("all or first");
        console.post(path(sheet) + "/send", "{\"version\": 2, \"rows\": \"all\", \"reason\": \"the season starts\"}");
        JsonNode batch = await().atMost(LONG)
                .until(
                        () -> console.get(path(sheet)).path("batch"),
                        each -> each.path("status").asText().equals("done"));

        assertThat(batch.at("/counts/confirmed").intValue()).isEqualTo(2);
        assertThat(console.send("GET", "batches/" + batch.path("id").asText() + "/results", noBody())
                        .body())
                .contains("confirmed")
                .contains("hikers");
        assertThat(linq.groups()).hasSize(2);
        assertThat(console.get("audit").at("/actions/0/action").asText()).isEqualTo("send-sheet");
        assertThat(console.get("audit").at("/actions/0/reason").asText()).isEqualTo("the season starts");
    }

    @Test
    void the_page_and_the_inbox_have_one_verdict_and_a_file_is_not_sent_by_both() throws Exception {
        JsonNode sheet = checked(console.upload("friends.csv", HEADER + GOOD + BAD));
        drop("friends.csv", HEADER + GOOD + BAD);
        Path results = folder.resolve("inbox/done/friends.results.csv");
        await().atMost(LONG).until(() -> Files.exists(results));

        String message = sheet.at("/check/problems/0/message").asText();
        assertThat(Files.readString(results).replace("\"\"", "\"")).contains(message);
        JsonNode again = checked(console.upload("again.csv", HEADER + GOOD + BAD));
        assertThat(again.has("imported_as")).isTrue();
        assertThat(console.refused(409, "POST", path(again) + "/send", "{\"version\": 1, \"rows\": \"all\"}"))
                .contains("imported before");
        JsonNode withOptions = checked(setValue(again, "display_name", "Friends"));
        assertThat(withOptions.at("/sent_before/by").asText())
                .as("another batch, the same rows")
                .isEqualTo("the inbox");
    }

    @Test
    void three_rows_are_sent_first_and_the_others_wait() throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 5; i++) {
            rows.append("group-%d,+1202555010%d;+1202555011%d,x,Group %d,Hello\n".formatted(i, i, i, i));
        }
        JsonNode sheet = checked(console.upload("groups.csv", rows.toString()));

        JsonNode first = console.post(path(sheet) + "/send", "{\"version\": 1, \"rows\": \"first\"}");

        await().atMost(LONG)
                .until(() ->
                        console.get(path(first)).at("/batch/status").asText().equals("done"));
        assertThat(linq.groups()).hasSize(3);
        JsonNode rest = checked(console.get(path(sheet)));
        assertThat(rest.path("status").asText()).isEqualTo("editing");
        assertThat(rest.at("/check/counts/good").intValue()).isEqualTo(2);
        assertThat(first.path("rest_id").asText()).isEqualTo(sheet.path("id").asText());
        assertThat(rest.has("sent_before")).as("its own first rows").isFalse();
        JsonNode again = checked(console.upload("copy.csv", rows.toString()));
        assertThat(again.at("/sent_before/file").asText()).isEqualTo("groups-first.csv");
        assertThat(console.refused(409, "POST", path(again) + "/send", "{\"version\": 1}"))
                .contains("would be created twice");
    }

    @Test
    void a_row_that_is_left_out_changes_no_number_and_with_one_member_per_row_it_is_the_group() throws Exception {
        JsonNode sheet = checked(console.upload("friends.csv", HEADER + BAD + GOOD));
        JsonNode left = checked(console.post(path(sheet) + "/remove-rows", "{\"version\": 1, \"rows\": [2]}"));
        assertThat(left.at("/check/counts/refused").intValue()).isZero();
        assertThat(console.get(path(left) + "/rows").at("/rows/0/row").intValue())
                .isEqualTo(3);

        JsonNode members = checked(
                console.upload(
                        "members.csv",
                        "group_ref,phone,message\nchoir,+12025550101,Hello\nchoir,12345,\nchess,+12025550103,Hi\nchess,+12025550104,\n"));
        assertThat(members.at("/check/problems/0/row").intValue())
                .as("of the member")
                .isEqualTo(3);
        assertThat(console.get(path(members) + "/rows?only=problems").path("rows"))
                .hasSize(2);
        console.post(
                path(members) + "/cells",
                "{\"version\": 1, \"cells\": [{\"row\": 4, \"column\": 2, \"value\": \"Hello, all\"}]}");
        JsonNode without = checked(console.post(path(members) + "/remove-rows", "{\"version\": 2, \"rows\": [3]}"));
        assertThat(console.get(path(without) + "/rows").path("rows"))
                .as("any row of the group, also before the check has come so far")
                .hasSize(2);
        assertThat(without.at("/check/counts/good").intValue()).isEqualTo(1);
    }

    @Test
    void the_country_of_all_numbers_is_said_once_and_can_be_taken_back() throws Exception {
        JsonNode sheet = checked(console.upload("friends.csv", "to,message\n(202) 555-0103; 202-555-0104,Hello\n"));
        assertThat(sheet.at("/check/counts/good").intValue()).isZero();
        assertThat(sheet.at("/check/problems/0/needs").asText()).isEqualTo("region");

        JsonNode known = checked(setValue(sheet, "region", "US"));
        assertThat(known.at("/check/counts/good").intValue()).isEqualTo(1);
        assertThat(known.at("/values/0/value").asText()).isEqualTo("US");

        assertThat(console.refused(
                        400,
                        "POST",
                        path(sheet) + "/values",
                        "{\"version\": 2, \"field\": \"region\", \"value\": \"Atlantis\"}"))
                .contains("value of region: must be a country")
                .contains("Atlantis")
                .doesNotContain(".properties");
        assertThat(console.refused(
                        400, "POST", path(sheet) + "/values", "{\"version\": 2, \"field\": \"to\", \"value\": \"x\"}"))
                .contains("the same for all rows");
        JsonNode unknown = checked(setValue(known, "region", ""));
        assertThat(unknown.at("/check/counts/good").intValue()).isZero();
    }

    private JsonNode setValue(JsonNode sheet, String field, String value) throws Exception {
        return console.post(
                path(sheet) + "/values",
                "{\"version\": %s, \"field\": \"%s\", \"value\": \"%s\"}"
                        .formatted(sheet.path("version"), field, value));
    }

    @Test
    void a_sheet_can_be_stopped_before_it_is_sent_and_then_nothing_is() throws Exception {
        JsonNode sheet = checked(console.upload("friends.csv", HEADER + GOOD));
        JsonNode held = console.post(path(sheet) + "/send", "{\"version\": 1, \"rows\": \"all\"}");
        assertThat(held.path("status").asText()).isEqualTo("held");

        JsonNode stopped = console.post(path(sheet) + "/stop", "{}");

        assertThat(stopped.path("status").asText()).isEqualTo("editing");
        assertThat(console.refused(409, "POST", path(sheet) + "/stop", "{}")).contains("too late");
        assertThat(console.get("batches").path("batches")).isEmpty();
        assertThat(console.refused(409, "POST", path(sheet) + "/send", "{\"version\": 1, \"rows\": \"all\"}"))
                .as("of the version before")
                .contains("new version");
    }

    @Test
    void of_two_people_who_change_a_sheet_the_second_is_told_who_was_first() throws Exception {
        JsonNode sheet = checked(console.upload("friends.csv", HEADER + GOOD));
        String change = "{\"version\": 1, \"cells\": [{\"row\": 2, \"column\": 2, \"value\": \"Bo\"}]}";
        console.post(path(sheet) + "/cells", change);

        assertThat(console.refused(409, "POST", path(sheet) + "/cells", change))
                .contains("local has changed this sheet");
        assertThat(console.refused(409, "POST", path(sheet) + "/remove-rows", "{\"version\": 1, \"rows\": [2]}"))
                .contains("new version");
    }

    @Test
    void a_sheet_of_commands_tells_what_its_rows_do_to_groups_that_exist() throws Exception {
        JsonNode sheet = checked(console.upload(
                "tomorrow.csv",
                "command,group_ref,to,message,options\n"
                        + "create,hikers,+12025550103;+12025550104,Welcome,\n"
                        + "message,hikers,,See you,\n"
                        + "add,hikers,+12025550105,,\n"
                        + "mesage,hikers,,See you,\n"));

        assertThat(sheet.path("columns").findValuesAsText("field"))
                .containsExactly("command", "group_ref", "to", "message", "options");
        assertThat(sheet.at("/check/problems/0/column").intValue()).isZero();
        assertThat(sheet.at("/check/problems/0/message").asText()).contains("did you mean");
        assertThat(sheet.at("/check/estimate/commands").toString())
                .isEqualTo("{\"add_participant\":1,\"create_group\":1,\"send_message\":1}");
        JsonNode preview = console.get(path(sheet) + "/preview?row=4");
        assertThat(preview.path("command").asText()).isEqualTo("add_participant");
        assertThat(preview.at("/bubbles/0/text").asText()).isEqualTo("adds +12025550105");
    }

    @Test
    void what_a_column_is_taken_for_is_corrected_and_remembered_for_the_same_header() throws Exception {
        String rows = "phones,name,text\n+12025550103;+12025550104,Ann,Hello {name}\n";
        JsonNode sheet = checked(console.upload("one.csv", rows));
        assertThat(sheet.at("/check/unreadable").asText()).contains("Call the column with the recipients");

        JsonNode corrected = checked(setColumns(sheet, "to", "", "message"));
        assertThat(corrected.at("/check/counts/good").intValue()).isEqualTo(1);
        JsonNode preview = console.get(path(sheet) + "/preview?row=2");
        assertThat(preview.at("/bubbles/0/text").asText()).isEqualTo("Hello Ann");
        assertThat(preview.has("name")).as("name is data").isFalse();

        JsonNode next = checked(console.upload("two.csv", rows.replace("Hello", "Good bye")));
        assertThat(next.path("columns").findValuesAsText("field")).containsExactly("to", "message");
        assertThat(next.at("/check/counts/good").intValue()).isEqualTo(1);
        console.post(path(next) + "/send", "{\"version\": 1, \"rows\": \"all\"}");

        Path results = folder.resolve("inbox/done/two.results.csv");
        await().atMost(LONG).until(() -> Files.exists(results));
        assertThat(Files.readString(results))
                .as("columns as in the sheet")
                .startsWith("\uFEFFphones,name,text,status")
                .contains("confirmed");
        assertThat(linq.groups()).hasSize(1);
    }

    @Test
    void a_column_name_is_a_question_until_somebody_has_said_whether_it_is_the_name_of_the_group() throws Exception {
        String rows = "to,name,message,phones\n+12025550103;+12025550104,Ann,Hello,1\n";
        JsonNode sheet = checked(console.upload("one.csv", rows));
        assertThat(sheet.at("/columns/1/is_uncertain").booleanValue()).isTrue();
        assertThat(sheet.at("/columns/1/field").asText()).isEqualTo("display_name");
        assertThat(sheet.at("/check/warnings").toString()).contains("may have names of people");

        JsonNode other = checked(chooseColumns(sheet, "\"to\", null, \"message\", \"\""));
        assertThat(other.at("/columns/1/is_uncertain").booleanValue())
                .as("only another column was chosen")
                .isTrue();
        JsonNode group = checked(chooseColumns(other, "\"to\", \"display_name\", \"message\", \"\""));

        assertThat(group.at("/columns/1/is_uncertain").booleanValue()).isFalse();
        assertThat(group.at("/check/warnings").toString()).doesNotContain("names of people");
        assertThat(console.get(path(sheet) + "/preview?row=2").path("name").asText())
                .isEqualTo("Ann");
        JsonNode next = checked(console.upload("two.csv", rows.replace("Hello", "Good bye")));
        assertThat(next.at("/columns/1/is_uncertain").booleanValue())
                .as("of the next sheet with this header")
                .isFalse();
        JsonNode person = checked(setColumns(next, "to", "", "message", ""));
        assertThat(person.at("/columns/1/is_uncertain").booleanValue()).isFalse();
        assertThat(console.get(path(next) + "/preview?row=2").has("name")).isFalse();
    }

    private JsonNode chooseColumns(JsonNode sheet, String fields) throws Exception {
        return console.post(
                path(sheet) + "/columns",
                "{\"version\": %s, \"fields\": [%s]}".formatted(sheet.path("version"), fields));
    }

    private JsonNode setColumns(JsonNode sheet, String... fields) throws Exception {
        return console.post(
                path(sheet) + "/columns",
                "{\"version\": %s, \"fields\": [\"%s\"]}"
                        .formatted(sheet.path("version"), String.join("\", \"", fields)));
    }

    @Test
    void a_column_without_a_name_is_named_before_it_is_taken_for_something_and_keeps_that_when_renamed()
            throws Exception {
        JsonNode sheet = checked(console.upload("one.csv", ",text\n+12025550103;+12025550104,Hello\n"));
        assertThat(console.refused(
                        400, "POST", path(sheet) + "/columns", "{\"version\": 1, \"fields\": [\"to\", \"message\"]}"))
                .contains("column 1 has no name");

        JsonNode named = checked(setColumns(rename(sheet, "Numbers"), "to", "message"));
        assertThat(named.at("/check/counts/good").intValue()).isEqualTo(1);
        JsonNode renamed = checked(rename(named, "People to write to"));

        assertThat(renamed.at("/check/counts/good").intValue()).isEqualTo(1);
        assertThat(renamed.at("/columns/0/field").asText()).isEqualTo("to");
    }

    private JsonNode rename(JsonNode sheet, String title) throws Exception {
        return console.post(
                path(sheet) + "/cells",
                "{\"version\": %s, \"cells\": [{\"row\": %s, \"column\": 0, \"value\": \"%s\"}]}"
                        .formatted(sheet.path("version"), sheet.path("header_row"), title));
    }

    @Test
    void a_sheet_without_a_header_gets_one_and_no_row_is_lost() throws Exception {
        JsonNode sheet = checked(
                console.upload("pasted.csv", "+12025550103;+12025550104,Hello\n+12025550105;+12025550106,Hi\n"));

        JsonNode headed = console.post(path(sheet) + "/add-header", "{\"version\": 1}");
        JsonNode corrected = checked(setColumns(headed, "to", "message"));

        assertThat(corrected.at("/check/counts/good").intValue()).isEqualTo(2);
    }

    @Test
    void a_workbook_is_read_with_numbers_and_dates_as_a_person_sees_them() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeWorkbook(bytes);

        JsonNode sheet = console.upload("Friends.xlsx", bytes.toByteArray());

        assertThat(sheet.path("file").asText()).isEqualTo("Friends.csv");
        assertThat(sheet.path("workbook_sheets")).hasSize(2);
        JsonNode cells = console.get(path(sheet) + "/rows").at("/rows/0/cells");
        assertThat(Stream.of(0, 1, 2, 3).map(i -> cells.get(i).asText()))
                .containsExactly("12025550103", "2026-12-24", "2.5", "Grüße 😀\nzweite Zeile");
        assertThat(console.get(path(sheet) + "/rows").at("/rows/0/row").intValue())
                .as("as Excel numbers it")
                .isEqualTo(3);
    }

    private static void writeWorkbook(OutputStream out) throws Exception {
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            Worksheet people = workbook.newWorksheet("People");
            List<String> header = List.of("to", "day", "hours", "message");
            for (int i = 0; i < header.size(); i++) {
                people.value(0, i, header.get(i));
            }
            people.value(2, 0, 12_025_550_103L);
            people.value(2, 1, LocalDate.of(2026, 12, 24));
            people.style(2, 1).format("yyyy-MM-dd").set();
            people.value(2, 2, 2.5);
            people.value(2, 3, "Grüße 😀\nzweite Zeile");
            workbook.newWorksheet("Notes").value(0, 0, "nothing");
        }
    }

    @Test
    void files_that_are_no_sheets_are_refused_with_what_to_do_and_nothing_is_stored() throws Exception {
        assertThat(upload("a.xlsx", "no workbook")).contains("not an Excel workbook");
        assertThat(upload("a.pdf", "x")).contains("must be a CSV file");
        assertThat(upload("a.csv", "")).contains("is empty");
        assertThat(upload("a.jsonl", "{}")).contains("put it into the inbox");
        assertThat(console.get("sheets").path("sheets")).isEmpty();
        assertThat(console.refused(413, "POST", "sheets?file=a.csv", "x".repeat(10_000_001)))
                .contains("larger than 10 MB");
        assertThat(console.refused(404, "POST", "sheets/unknown/send", "{\"version\": 1}"))
                .contains("no such sheet");
        assertThat(console.refused(404, "GET", "batches/f-0123456789/results", ""))
                .contains("no such batch");
    }

    @Test
    void a_sheet_with_ambiguous_quotes_is_kept_and_what_is_wrong_is_said_in_each_answer() throws Exception {
        JsonNode sheet = checked(console.upload("a.csv", "to,message\n+12025550103,\"never closed\n"));

        assertThat(sheet.at("/check/unreadable").asText()).contains("row 2").contains("never closed");
        assertThat(console.refused(400, "GET", path(sheet) + "/rows", "")).contains("never closed");
        assertThat(console.refused(409, "POST", path(sheet) + "/send", "{\"version\": 1}"))
                .contains("never closed");
    }

    @Test
    void rows_that_failed_are_corrected_on_the_page_and_sent_again() throws Exception {
        drop("friends.csv", HEADER + GOOD + BAD);
        JsonNode batch = await().atMost(LONG)
                .until(() -> console.get("batches").at("/batches/0"), each -> each.path("has_failed_rows")
                        .booleanValue());

        JsonNode failed = checked(console.post("batches/" + batch.path("id").asText() + "/edit-failed-rows", "{}"));
        assertThat(failed.at("/check/problems/0/row").intValue()).isEqualTo(2);
        JsonNode corrected = checked(
                console.post(
                        path(failed) + "/cells",
                        "{\"version\": 1, \"cells\": [{\"row\": 2, \"column\": 1, \"value\": \"+12025550105;+12025550106\"}]}"));
        assertThat(console.get(path(failed) + "/rows").at("/rows/0/cells/1").asText())
                .as("no apostrophe of the failed rows")
                .startsWith("+");
        console.post(path(failed) + "/send", "{\"version\": " + corrected.path("version") + ", \"rows\": \"all\"}");

        await().atMost(LONG).until(() -> linq.groups().size() == 2);
        String retry = "batches/" + batch.path("id").asText() + "/retry";
        assertThat(console.refused(409, "POST", retry, "{}")).contains("corrected and sent");
        assertThat(console.post(retry, "{\"again\": true}").path("retried").intValue())
                .as("nothing that a retry could help")
                .isZero();
    }

    @Test
    void failed_rows_keep_the_options_of_their_file() throws Exception {
        Files.writeString(folder.resolve("inbox/friends.properties"), "message=Hello {first_name}\nregion=US\n");
        drop("friends.csv", "to,first_name\n(202) 555-0103;202-555-0104,Ann\n202-555-0105;1,Bob\n");
        JsonNode batch = await().atMost(LONG)
                .until(() -> console.get("batches").at("/batches/0"), each -> each.path("has_failed_rows")
                        .booleanValue());

        JsonNode failed = checked(console.post("batches/" + batch.path("id").asText() + "/edit-failed-rows", "{}"));

        assertThat(failed.path("values").findValuesAsText("value")).containsExactly("Hello {first_name}", "US");
        assertThat(failed.at("/check/problems")).hasSize(1);
    }

    private String upload(String file, String content) throws Exception {
        return console.refused(400, "POST", "sheets?file=" + file, content);
    }

    private static BodyPublisher noBody() {
        return BodyPublishers.noBody();
    }

    private JsonNode checked(JsonNode sheet) {
        return await().atMost(LONG).until(() -> console.get(path(sheet)), each -> each.at("/check/done")
                .booleanValue());
    }

    private static String path(JsonNode sheet) {
        return "sheets/" + sheet.path("id").asText();
    }
}
