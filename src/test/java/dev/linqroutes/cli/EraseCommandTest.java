package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.LinqRoutes;
import dev.linqroutes.ledger.TestAnswers;
import dev.linqroutes.ledger.TestCommands;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command prints, its exit codes, and that it changes nothing unless it is told to. */
class EraseCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String url;

    @BeforeEach
    void aFinishedAndAWaitingCommand() throws Exception {
        url = FreshLedger.h2(folder);
        try (TestLedger ledger = TestLedger.on(url, new TestClock()).open()) {
            ledger.accept(TestCommands.aCommand("c1")
                    .creating("order-1")
                    .with(CallKind.CREATE_CHAT, "/chats", "{\"to\":[\"+12025550101\"]}"));
            Mailbox mailbox = ledger.onlyMailbox();
            ledger.record(mailbox, TestAnswers.accepted("chat-1"));
            ledger.giveBack(mailbox);
            ledger.accept(TestCommands.aCommand("c2")
                    .creating("order-2")
                    .with(CallKind.CREATE_CHAT, "/chats", "{\"to\":[\"+12025550102\"]}"));
        }
    }

    @Test
    void without_yes_it_prints_what_would_be_done_and_changes_nothing() {
        assertThat(erase("(202) 555-0101", "--region", "us")).isZero();

        assertThat(out.toString())
                .contains("+12025550101 in the ledger at ", "command", "1  would be masked")
                .contains(
                        "linq.commands, linq.commands.dead, linq.outcomes, linq.groups, linq.polls, linq.audit, linq.events, linq.events.*")
                .contains("nothing was changed; add --yes to erase");
        assertThat(erase("+1 202 555 0101", "--yes")).isZero();
        assertThat(out.toString()).contains("1  masked", "erased; a last search has found nothing");
        assertThat(erase("+12025550101")).isZero();
        assertThat(out.toString())
                .endsWith("add --yes to erase" + System.lineSeparator())
                .contains("not found");
    }

    @Test
    void files_are_named_where_they_are_by_the_names_that_they_have_there() throws Exception {
        String done = put("done", "ann +12025550101.20261123.csv");
        String failed = put("failed", "late +12025550101.tsv");
        String working = put("working/crew", "crew.csv");
        try (TestLedger ledger = TestLedger.on(url, new TestClock()).open()) {
            ledger.database.jdbi().useHandle(handle -> {
                insertBatch(handle, "f-1", "ann +12025550101.csv", "ann +12025550101.20261123", "done");
                insertBatch(handle, "f-2", "late +12025550101.tsv", "late +12025550101", "done");
                insertBatch(handle, "f-3", "crew.csv", "crew", "working");
                insertBatch(handle, "f-4", "gone +12025550101.csv", "gone +12025550101", "done");
                handle.execute("UPDATE command SET batch_id = 'f-3' WHERE command_id = 'c1'");
            });
        }

        assertThat(erase("+12025550101", "--json")).isZero();
        assertThat(json().path("files"))
                .extracting(JsonNode::asText)
                .containsExactly(done, working, "gone +12025550101.csv (not in this inbox any more)", failed);
        assertThat(json().path("files_not_listed").asInt(-1)).isZero();
        assertThat(erase("+12025550101", "--yes")).isZero();

        assertThat(out.toString())
                .contains(
                        "delete these files of " + inbox()
                                + ", with their results; those in working when they are in done:",
                        "  " + done,
                        "  " + working,
                        "  " + failed);
    }

    private static void insertBatch(Handle handle, String batchId, String file, String stem, String status) {
        handle.execute(
                "INSERT INTO batch (batch_id, file, stem, sha256, status, taken_at) VALUES (?, ?, ?, 'sha', ?, now())",
                batchId,
                file,
                stem,
                status);
    }

    private Path inbox() {
        return folder.resolve("inbox");
    }

    /** A file of the inbox, and its path there. */
    private String put(String parent, String name) throws IOException {
        Files.createDirectories(inbox().resolve(parent));
        return inbox().relativize(Files.createFile(inbox().resolve(parent).resolve(name)))
                .toString();
    }

    @Test
    void while_work_waits_it_names_the_group_and_changes_nothing() {
        assertThat(erase("+12025550102", "--yes")).isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "cannot be erased yet:",
                        "command c2 for group order-2: is waiting; cancel it on the console, or wait until it is done")
                .contains("--yes would change nothing while work for this person waits");
    }

    @Test
    void programs_read_json() throws Exception {
        assertThat(erase("+12025550102", "--json")).isEqualTo(1);
        JsonNode waiting = json();
        assertThat(waiting.at("/obstacles/0/group").asText()).isEqualTo("order-2");
        assertThat(waiting.path("erased").asBoolean()).isFalse();

        assertThat(erase("+12025550101", "--json", "--yes")).isZero();
        JsonNode erased = json();
        assertThat(erased.path("erased").asBoolean()).isTrue();
        assertThat(erased.at("/rows/call/masked").asInt()).isEqualTo(1);
        assertThat(erased.at("/remaining/rows").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "%",
                "_@%",
                "' OR 1=1 --",
                "12",
                "2025550101",
                "+1202555",
                "\u0000",
                "a@b",
                "+1202555010112345678"
            })
    void what_is_no_handle_is_refused_before_the_ledger_is_searched(String given) {
        assertThat(erase(given)).isEqualTo(2);

        assertThat(err.toString()).contains("HANDLE ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_country_that_there_is_not_is_refused() {
        assertThat(erase("2025550101", "--region", "Narnia")).isEqualTo(2);

        assertThat(err.toString()).contains("--region must be a two-letter country code");
    }

    @Test
    void a_ledger_that_is_not_there_is_named() {
        url = "jdbc:h2:file:" + folder.resolve("missing");

        assertThat(erase("+12025550101")).isEqualTo(1);

        assertThat(err.toString()).contains("there is no ledger at " + url);
    }

    private JsonNode json() throws Exception {
        String[] lines = out.toString().strip().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }

    private int erase(String... arguments) {
        Map<String, String> settings =
                new HashMap<>(Map.of("ledger.url", url, "linq.region", "", "inbox.directory", inbox().toString()));
        String[] all = new String[arguments.length + 1];
        all[0] = "erase";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return LinqRoutes.commandLine("run")
                .addSubcommand(new EraseCommand(settings))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }
}
