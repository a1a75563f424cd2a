package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.SandboxRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The day after: sheets that write to the groups of an earlier one, and change them. */
class SheetsOfCommandsIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";
    private static final String CY = "+12025550103";
    private static final String DEE = "+12025550104";

    /** Linq accepts a change before it makes it. */
    @Override
    SandboxOptions options() {
        return super.options().withNamingDelay(Duration.ofMillis(1500));
    }

    @BeforeEach
    void startWithGroups() throws Exception {
        InProcessProgram program = program().with("linq.confirm", "true").subscribedTo(linq);
        program.start();
        drop(
                "friends.csv",
                """
                group_ref,to,display_name,message
                hikers,+12025550101;+12025550102;+12025550103,Hikers,Welcome
                readers,+12025550101;+12025550102,Readers,Welcome
                """);
        results("friends");
    }

    @Test
    void a_second_sheet_writes_to_the_groups_of_the_first_and_changes_them_in_the_order_of_its_rows() throws Exception {
        drop(
                "tomorrow.csv",
                """
                command,group_ref,to,message,display_name,options
                message,hikers,,One,,
                add,hikers,+12025550104,,,
                message,hikers,,Two,,
                remove,hikers,+12025550103,,,
                rename,hikers,,,Hikers of May,
                poll,readers,,,,Tuesday;Thursday
                mesage,readers,,Three,,
                """);

        List<String> results = results("tomorrow");

        assertThat(results.get(0)).endsWith(",finished_at,result_command");
        assertThat(results.subList(1, 8))
                .extracting(line -> line.split(",", -1)[6])
                .containsExactly(
                        "confirmed", "confirmed", "confirmed", "confirmed", "confirmed", "confirmed", "refused");
        assertThat(results.get(2)).endsWith(",add_participant");
        assertThat(results.get(7)).contains("did you mean \"\"message\"\"?");
        SandboxRecord.Group hikers = group("Hikers of May");
        assertThat(hikers.messages()).containsSubsequence("Welcome", "One", "Two");
        assertThat(members(hikers)).contains(ANN, BOB, DEE).doesNotContain(CY);

        String failed = Files.readString(inbox("done/tomorrow.failed.csv"));
        assertThat(failed.lines()).hasSize(2);
        drop("tomorrow.failed.csv", failed.replace("mesage", "message"));

        assertThat(results("tomorrow-failed").get(1)).contains(",confirmed,");
        assertThat(group("Readers").messages()).endsWith("Three");
    }

    @Test
    void a_message_reaches_the_members_that_the_rows_before_it_have_left_in_the_group() throws Exception {
        drop(
                "order.csv",
                """
                command,group_ref,to,message
                add,hikers,+12025550104,
                message,hikers,,With Dee
                remove,hikers,+12025550103,
                message,hikers,,Without Cy
                """);

        assertThat(results("order").subList(1, 5)).allMatch(line -> line.contains(",confirmed,"));
        String chat = "/chats/" + group("Hikers").chatId();
        JsonNode members = linq.api("GET", chat, "").get("handles");
        JsonNode messages = linq.api("GET", chat + "/messages", "").get("messages");
        Instant withDee = timeOf(messages, "With Dee", "created_at");
        assertThat(timeOf(members, DEE, "joined_at")).isBefore(withDee);
        assertThat(timeOf(members, CY, "left_at"))
                .isAfter(withDee)
                .isBefore(timeOf(messages, "Without Cy", "created_at"));
    }

    @Test
    void people_are_added_and_removed_a_row_each_and_every_row_gets_the_result_of_its_command() throws Exception {
        drop(
                "people.csv",
                """
                command,group_ref,phone,message
                create,cooks,+12025550101,Welcome
                ,cooks,+12025550102,
                add,cooks,+12025550103,
                add,cooks,+12025550104,
                message,cooks,,Now we are four
                remove,cooks,+12025550103,
                """);

        List<String> results = results("people");

        assertThat(results.subList(1, 7))
                .extracting(line -> line.split(",", -1)[4])
                .containsOnly("confirmed");
        assertThat(results.subList(1, 7))
                .extracting(line -> line.substring(line.lastIndexOf(',') + 1))
                .containsExactly(
                        "create_group",
                        "create_group",
                        "add_participant",
                        "add_participant",
                        "send_message",
                        "remove_participant");
        SandboxRecord.Group cooks = linq.groups().stream()
                .filter(each -> each.messages().contains("Now we are four"))
                .findFirst()
                .orElseThrow();
        assertThat(members(cooks)).contains(ANN, BOB, DEE).doesNotContain(CY);
    }

    @Test
    void a_sheet_writes_with_the_names_of_its_groups_and_adds_options_to_a_poll_of_its_own() throws Exception {
        drop(
                "names.csv",
                """
                command,command_id,group_ref,to,who,message,display_name,options,message_of
                message,,hikers,,Ann,"{who}, welcome to {group.display_name}",,,
                rename,,hikers,,,,Hikers of May,,
                message,,hikers,,,Now we are {group.display_name} ({group.group_ref}),,,
                create,,nameless,+12025550101;+12025550104,,Hi,,,
                message,,nameless,,,Hi {group.display_name},,,
                poll,day,readers,,,,,Tuesday;Thursday,
                add options,more,readers,,,,,Friday,day
                """);

        List<String> results = results("names");

        assertThat(results.subList(1, 8))
                .extracting(line -> line.substring(line.lastIndexOf(',') + 1))
                .containsExactly(
                        "send_message",
                        "update_group",
                        "send_message",
                        "create_group",
                        "",
                        "send_poll",
                        "add_poll_options");
        assertThat(results.subList(1, 8)).allSatisfy(line -> assertThat(line)
                .contains(line.contains("Hi {group") ? ",refused," : ",confirmed,"));
        assertThat(results.get(5)).contains("column message: {group.display_name}: the group has no name");
        assertThat(group("Hikers of May").messages())
                .containsExactly("Welcome", "Ann, welcome to Hikers", "Now we are Hikers of May (hikers)");
    }

    @Test
    void a_sheet_sends_a_file_that_is_beside_it_to_several_groups() throws Exception {
        Files.writeString(inbox("flyer.pdf"), "%PDF-1.7\n%of May\n%%EOF\n");
        drop(
                "flyers.csv",
                "group_ref,message,media\nhikers,Look,flyer.pdf\nreaders,Look,flyer.pdf\nreaders,Look,no.pdf\n");

        List<String> results = results("flyers");

        assertThat(results.get(1)).contains(",confirmed,");
        assertThat(results.get(2)).contains(",confirmed,");
        assertThat(results.get(3)).contains(",refused,").contains("column media");
        assertThat(linq.record().toString()).contains("flyer.pdf");
    }

    @Test
    void a_sheet_without_recipients_is_messages_to_groups_that_exist_and_no_other_group_is_made() throws Exception {
        drop(
                "hello.csv",
                "group_ref,first_name,message\nhikers,Ann,Hello {first_name}\nnobody,Bob,Hello {first_name}\n");

        List<String> results = results("hello");

        assertThat(results.get(1)).contains(",confirmed,").endsWith(",send_message");
        assertThat(results.get(2)).doesNotContain("confirmed");
        assertThat(linq.groups()).hasSize(2);
        assertThat(group("Hikers").messages()).endsWith("Hello Ann");
    }

    private SandboxRecord.Group group(String name) throws Exception {
        return linq.groups().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Instant timeOf(JsonNode list, String text, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(each -> each.toString().contains('"' + text + '"'))
                .map(each -> Instant.parse(each.path(field).asText()))
                .findFirst()
                .orElseThrow();
    }

    /** Those who have not left. */
    private List<String> members(SandboxRecord.Group group) throws Exception {
        List<String> members = new ArrayList<>();
        for (JsonNode handle : linq.api("GET", "/chats/" + group.chatId(), "").get("handles")) {
            if (handle.path("left_at").isMissingNode() || handle.path("left_at").isNull()) {
                members.add(handle.path("handle").asText());
            }
        }
        return members;
    }

    private List<String> results(String stem) throws IOException {
        Path results = inbox("done/" + stem + ".results.csv");
        await().atMost(LONG).until(() -> Files.exists(results));
        return Files.readAllLines(results);
    }

    private Path inbox(String path) {
        return folder.resolve("inbox").resolve(path);
    }
}
