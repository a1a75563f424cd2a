package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.Browser;
import dev.linqroutes.testing.InProcessProgram;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person who has never seen a terminal uses the console in a real browser. The pictures of it are in {@code target/pictures}. */
class ConsolePageIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SHEET =
            """
            group_ref,phones,first_name,title,message
            book-club,+12025550101;+12025550102,Ann,Book club,"Hi {first_name}, next meeting: https://example.com/meeting"
            hikers,(202) 555-0103; 202-555-0104,Bob,Hikers,See you on Sunday
            choir,+12025550105;12345,Cleo,Choir,Hello {first_name}
            chess,+12025550107;+12025550108,,Chess,Hello {first_name}
            rowers,+12025550109;+12025550110,Eve,Rowers,Hello {first_name} \uD83D\uDE00
            """;

    private InProcessProgram program;

    @BeforeEach
    void start() throws Exception {
        program = program().with("linq.confirm", "true").subscribedTo(linq).start();
    }

    @Test
    void a_sheet_with_mistakes_becomes_groups_and_results_by_the_page_alone() throws Exception {
        try (Browser browser = Browser.open(program.console())) {
            browser.see("Create groups from a file");
            browser.picture("console-files");
            browser.chooseFile(Files.writeString(folder.resolve("friends.csv"), SHEET));

            browser.see("Which column has the phone numbers or e-mail addresses?");
            browser.picture("console-columns");
            browser.choose("Meaning of column phones", "recipients, several in a cell");
            browser.see("5 rows");
            browser.clickSummary("Columns:");
            browser.choose("Meaning of column title", "name that members see");
            browser.see("3 with a problem");
            browser.see("Correct these rows");

            browser.click("Use +12025550103;+12025550104");
            browser.type("phones of row 4", "+12025550105;+12025550106");
            browser.type("first_name of row 5", "Dan");
            browser.picture("console-problems");
            Object sheet = browser.evaluate("location.hash");
            browser.go("#/now");
            browser.see("webhooks stored");
            browser.see("HEALTHY");
            browser.go(String.valueOf(sheet));
            browser.click("Save 3 changes and check again");

            browser.see("5 groups, 10 people, 6 messages");
            browser.see("Hi Ann, next meeting:");
            browser.picture("console-send");
            browser.click("Send three rows first");
            browser.see("Sending in");
            browser.see("Nothing has been sent yet");
            browser.picture("console-hold");
            browser.see("3 confirmed");
            assertThat(linq.groups()).hasSize(3);

            browser.clickLink("Go on with the other rows");
            browser.see("2 groups");
            browser.click("Send");
            browser.see("2 confirmed");
            browser.see("Results");
            browser.picture("console-done");
            assertThat(linq.groups()).hasSize(5);
            assertThat(Files.readString(folder.resolve("inbox/done/friends.results.csv")))
                    .as("columns as in the sheet")
                    .startsWith("\uFEFFgroup_ref,phones,first_name,title,message,status");

            browser.go("#/groups/choir");
            browser.clickLink("Choir");
            browser.see("Nothing waits.");
            browser.see("Hello Cleo");
            browser.see("confirmed");
            browser.picture("console-group");
            browser.go("#/actions");
            browser.see("Send first rows of friends.csv");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_sheet_that_changes_groups_says_what_it_does() throws Exception {
        try (Browser browser = Browser.open(program.console())) {
            browser.see("Create groups from a file");
            browser.chooseFile(
                    Files.writeString(
                            folder.resolve("tomorrow.csv"),
                            """
                    command,group_ref,to,message
                    create,hikers,+12025550103;+12025550104;+12025550106,Welcome
                    message,hikers,,See you on Sunday
                    add,hikers,+12025550105,
                    remove,hikers,+12025550106,
                    """));

            browser.see(
                    "The good rows do: 1 × add_participant, 1 × create_group, 1 × remove_participant, 1 × send_message");
            browser.see(
                    "1 group, 3 people, 1 person added to groups, 2 messages, 1 × add_participant, 1 × remove_participant");
            browser.type("Row to look at", "4");
            browser.click("Show");
            browser.see("add_participant to a group that exists");
            browser.see("adds +12025550105");
            browser.picture("console-commands-sheet");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void another_sheet_of_a_workbook_is_read_in_place_of_the_first() throws Exception {
        Path file = folder.resolve("Teams.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "test", "1.0")) {
            workbook.newWorksheet("Cover").value(0, 0, "Teams of 2026");
            Worksheet people = workbook.newWorksheet("People");
            people.value(0, 0, "to");
            people.value(0, 1, "message");
            people.value(1, 0, "+12025550101;+12025550102");
            people.value(1, 1, "Welcome to the team");
        }
        try (Browser browser = Browser.open(program.console())) {
            browser.see("Create groups from a file");
            browser.chooseFile(file);
            browser.see("Which column has the phone numbers or e-mail addresses?");
            Object cover = browser.evaluate("location.hash");
            browser.go("#/files");
            browser.see("In preparation");
            browser.chooseFile(Files.writeString(folder.resolve("other.csv"), "to,message\n1,Another file\n"));
            browser.see("other.csv");
            browser.go(String.valueOf(cover));
            browser.choose("Sheet of the workbook", "People");
            browser.see("Welcome to the team");
            browser.see("1 good");
            browser.go("#/files");
            browser.see("In preparation");
            assertThat(browser.evaluate("document.querySelectorAll('a.item').length"))
                    .as("the cover is gone")
                    .isEqualTo(2L);
            browser.clickLink("Teams.csv");
            browser.see("Sheet of the workbook");
            browser.evaluate("location.reload()");
            browser.see(
                    "This is the sheet \"People\" of Teams.xlsx, which also has: Cover. The workbook itself is not kept.");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_file_that_the_inbox_has_rejected_is_on_the_page_with_the_reason_and_its_folder() throws Exception {
        drop("wrong.csv", "from,message\n+12223334444,See you on Sunday\n");
        try (Browser browser = Browser.open(program.console())) {
            browser.see("Rejected files of the inbox");
            browser.see("wrong.csv");
            browser.see("from, message");
            browser.see(folder.resolve("inbox/failed").toString());
            browser.picture("console-rejected");

            Files.delete(folder.resolve("inbox/failed/wrong.csv"));
            browser.see("no longer in the folder");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void why_a_group_waits_is_on_its_page() throws Exception {
        linq.setFaults("{\"reject_key\": true}");
        drop(
                "friends.csv",
                "group_ref,to,display_name,message\nhikers,+12025550103;+12025550104,Hikers,See you on Sunday\n");
        try (Browser browser = Browser.open(program.console())) {
            browser.see("all calls paused");
            browser.go("#/groups");
            browser.clickLink("Hikers");
            browser.see("Why it waits: all calls are paused: Linq rejects the API key");
            browser.picture("console-waiting");
            browser.go("#/now");
            browser.see("Linq rejects the API key");
            browser.picture("console-now");

            linq.setFaults("{\"reject_key\": false}");
            await().atMost(LONG).until(() -> linq.groups().size() == 1);
            browser.see("working");
        }
    }

    @Test
    void hostile_text_is_shown_as_text_in_every_place() throws Exception {
        String hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        String rightToLeft = "\u202Eevil\u202C \u05E9\u05DC\u05D5\u05DD";
        String rows = "group_ref,to,display_name," + hostile + ",message\n"
                + "\"" + hostile + "\",+12025550103;+12025550104,\"" + hostile + "\",x,\"" + hostile + "\"\n"
                + "rtl,+12025550105;+12025550106,\"" + rightToLeft + "\",x,\"" + "\uD83D\uDE00".repeat(2_000) + "\"\n"
                + "\"javascript:alert(3)\",12345,\"" + "x".repeat(10_000) + "\",x,\"{" + hostile + "}\"\n";
        Path file = Files.writeString(folder.resolve("a<b>&'.csv"), rows);
        try (Browser browser = Browser.open(program.console())) {
            browser.see("Create groups from a file");
            browser.chooseFile(file);
            browser.see("Correct these rows");
            browser.see(hostile);
            browser.picture("hostile-sheet");
            browser.click("Send");
            browser.see("Done");
            browser.go("#/files");
            browser.see("a<b>&'.csv");
            browser.go("#/groups");
            browser.see(hostile);
            browser.clickLink(hostile);
            browser.see("Nothing waits.");
            browser.picture("hostile-group");
            browser.go("#/actions");
            browser.see("a<b>&'.csv");

            assertThat(browser.evaluate("document.querySelectorAll('main img, main script').length"))
                    .isEqualTo(0L);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void it_works_by_keyboard_and_fits_a_phone() throws Exception {
        drop(
                "friends.csv",
                "group_ref,to,display_name,message\nhikers,+12025550103;+12025550104,Hikers,See you on Sunday\n");
        await().atMost(LONG).until(() -> linq.groups().size() == 1);
        try (Browser browser = Browser.open(program.console())) {
            browser.resize(390, 844);
            browser.see("friends.csv");
            for (String page : List.of("n", "a", "g")) {
                browser.press(page);
                browser.see(page.equals("n") ? "Last minute" : page.equals("a") ? "Actions" : "Hikers");
                assertThat((Long) browser.evaluate("document.documentElement.scrollWidth - innerWidth"))
                        .as("nothing is cut off at the side")
                        .isLessThanOrEqualTo(0);
            }
            browser.press("n");
            browser.see("Last minute");
            browser.press("/");
            browser.see("Parts of names");
            browser.press("hik\n");
            browser.see("Hikers");
            browser.go("#/groups");
            browser.see("Hikers");
            browser.press("j");
            browser.press("\n");
            browser.see("See you on Sunday");
            browser.picture("console-phone");
            browser.press("?");
            browser.see("next and previous item");
        }
    }

    @Test
    void a_page_left_open_over_a_restart_says_so_and_goes_on_by_itself() throws Exception {
        try (Browser browser = Browser.open(program.console())) {
            browser.see("working");
            program.stop();
            browser.see("no connection to the program");
            program.start();
            browser.see("working");
            browser.go("#/groups");
            browser.see("There is no group yet.");
        }
    }
}
