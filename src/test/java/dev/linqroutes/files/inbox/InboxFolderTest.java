package dev.linqroutes.files.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class InboxFolderTest {
    private static final InboxFolder.BatchFileTest ANY = file -> true;

    @TempDir
    Path root;

    private Path inbox;
    private final TestClock clock = new TestClock();
    private InboxFolder folder;
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.linqroutes.inbox");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(logged);
    }

    @BeforeEach
    void open() throws IOException {
        inbox = root.resolve("inbox");
        folder = new InboxFolder(inbox, clock);
        folder.recover();
    }

    // Claims

    @Test
    void a_file_is_claimed_into_a_folder_of_its_name() throws Exception {
        drop("crew.csv");

        Optional<Path> claimed = claim("crew.csv");

        assertThat(claimed).contains(inbox.resolve("working/crew/crew.csv"));
        assertThat(folder.stem(claimed.get())).isEqualTo("crew");
        assertThat(folder.findInput("crew")).isEqualTo(claimed);
        assertThat(files()).containsOnlyKeys("working/crew/crew.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crew.properties", "crew.csv.properties"})
    void its_options_come_with_it_whichever_of_two_names_they_have(String options) throws Exception {
        drop("crew.csv", options, "other.properties");

        claim("crew.csv");

        assertThat(files()).containsOnlyKeys("working/crew/crew.csv", "working/crew/" + options, "other.properties");
    }

    @ParameterizedTest
    @CsvSource({"Crew.csv, crew.properties", "CREW.CSV, CREW.PROPERTIES", "crew.csv, crew.CSV.Properties"})
    void options_are_claimed_and_archived_with_their_file_in_any_case(String name, String options) throws Exception {
        drop(name, options, "other.properties");

        String stem = folder.stem(claim(name).orElseThrow());
        assertThat(files())
                .containsOnlyKeys(
                        "working/" + stem + "/" + name, "working/" + stem + "/" + options, "other.properties");

        folder.moveToDone(stem);
        assertThat(inbox.resolve("working")).isEmptyDirectory();
        assertThat(inbox.resolve("done")).isDirectoryContaining("glob:**.properties");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"crew.properties.txt", "Copy of crew.properties", "crew (1).properties", "crew .properties"})
    void a_file_with_similarly_named_options_is_rejected_and_the_options_stay(String options) throws Exception {
        drop("crew.csv", options);

        assertThat(claim("crew.csv")).isEmpty();

        assertThat(files()).containsOnlyKeys("failed/crew.csv", "failed/crew.csv.reason.txt", options);
        assertThat(inbox.resolve("failed/crew.csv.reason.txt"))
                .content()
                .isEqualTo(
                        "crew.csv: could use the options " + options
                                + ", but their name does not match this file; rename them to crew.properties, or move them away, and drop this file again\n");
        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    @Test
    void a_file_with_ambiguous_options_is_rejected_when_its_claim_is_completed() throws Exception {
        drop("working/crew/.taking/crew.csv", "Copy of crew.properties");

        folder.recover();

        assertThat(files())
                .containsOnlyKeys("failed/crew.csv", "failed/crew.csv.reason.txt", "Copy of crew.properties");
    }

    // Late writes

    @ParameterizedTest
    @ValueSource(strings = {"done", "failed"})
    void a_late_write_is_logged_once(String where) throws Exception {
        drop("crew.csv");
        claim("crew.csv");
        if (where.equals("done")) {
            folder.moveToDone("crew");
        } else {
            folder.moveToFailed("crew", "is empty");
        }
        folder.lateWriteDetector().logLateWrites();
        assertThat(logged.list).isEmpty();

        Files.writeString(inbox.resolve(where).resolve("crew.csv"), "more\n", StandardOpenOption.APPEND);
        folder.lateWriteDetector().logLateWrites();
        folder.lateWriteDetector().logLateWrites();

        assertThat(logged.list)
                .singleElement()
                .asString()
                .contains("[WARN] " + inbox.resolve(where).resolve("crew.csv")
                        + " was written to after it was moved there; the late content was not imported");
    }

    /** The default inbox path is relative. */
    @Test
    void a_late_write_is_logged_where_the_inbox_path_is_relative() throws Exception {
        inbox = Path.of("").toAbsolutePath().relativize(inbox.toAbsolutePath());
        folder = new InboxFolder(inbox, clock);

        a_late_write_is_logged_once("done");
    }

    @Test
    void a_write_long_after_archiving_is_not_logged() throws Exception {
        drop("crew.csv");
        claim("crew.csv");
        folder.moveToDone("crew");
        clock.advance(Duration.ofHours(2));
        folder.lateWriteDetector().logLateWrites();

        Files.writeString(inbox.resolve("done/crew.csv"), "more\n", StandardOpenOption.APPEND);
        folder.lateWriteDetector().logLateWrites();

        assertThat(logged.list).isEmpty();
    }

    // Grown files

    @Test
    void the_prefix_of_a_grown_file_stays_and_the_file_goes_to_failed() throws Exception {
        drop("crew.csv");
        Path claimed = claim("crew.csv").orElseThrow();
        Files.writeString(claimed, "to\nmore");

        folder.keepPrefix("crew", 3, "grew");

        assertThat(claimed).hasContent("to\n");
        assertThat(inbox.resolve("failed/crew.csv")).hasContent("to\nmore");
        assertThat(files()).containsOnlyKeys("working/crew/crew.csv", "failed/crew.csv", "failed/crew.csv.reason.txt");
    }

    @Test
    void a_prefix_replaces_its_missing_file_after_a_crash() throws Exception {
        drop("working/crew/.beginning/crew.csv", "failed/crew.csv");

        folder.recover();

        assertThat(files()).containsOnlyKeys("working/crew/crew.csv", "failed/crew.csv");
    }

    @Test
    void two_options_files_are_both_claimed_under_their_own_names() throws Exception {
        drop("crew.csv", "crew.properties", "crew.csv.properties");

        claim("crew.csv");
        folder.moveToFailed("crew", "both are options of the same file");

        assertThat(files())
                .containsOnlyKeys(
                        "failed/crew.csv",
                        "failed/crew.csv.reason.txt",
                        "failed/crew.properties",
                        "failed/crew.csv.properties");
    }

    @Test
    void a_folder_called_as_the_options_stays_where_it_is() throws Exception {
        drop("crew.csv");
        Files.createDirectory(inbox.resolve("crew.properties"));

        claim("crew.csv");

        assertThat(inbox.resolve("crew.properties")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "working/crew/crew.csv",
                "working/crew/.taking/crew.csv",
                "done/crew.csv",
                "done/crew.results.csv",
                "done/crew.failed.csv",
                "done/crew.failed.jsonl",
                "done/crew.jsonl",
                "done/crew.properties",
                "failed/crew.tsv.properties",
                "failed/crew.tsv",
                "failed/crew.tsv.reason.txt"
            })
    void a_used_name_gets_a_timestamp(String used) throws Exception {
        drop(used, "crew.csv");

        assertThat(claim("crew.csv")).contains(inbox.resolve("working/crew.20260821-090000/crew.csv"));

        drop("crew.csv", "done/crew.20260821-090000.2.csv");
        assertThat(claim("crew.csv")).contains(inbox.resolve("working/crew.20260821-090000.3/crew.csv"));
        assertThat(files()).containsKey(used);
    }

    @Test
    void a_name_that_starts_like_a_used_one_is_free() throws Exception {
        drop("done/crew.v2.csv", "done/crew2.csv", "crew.csv");

        assertThat(claim("crew.csv")).contains(inbox.resolve("working/crew/crew.csv"));
        assertThat(inbox.resolve("working")).isDirectoryNotContaining("glob:**2026*");
    }

    @ParameterizedTest
    @CsvSource({
        "crew.failed.csv,crew-failed",
        "crew.results.csv,crew-results",
        "crew.csv.reason.txt,crew.csv-reason",
        "crew.csv.csv,crew-csv",
        "my crew .csv,my crew",
        "crew.2026.csv,crew.2026",
        "CREW.CSV,CREW",
        ".crew.csv,_.crew",
        ".csv,_",
        "...csv,_",
        "~$crew.csv,_~$crew",
        "nul.csv,_nul",
        "Con.x.csv,_Con.x",
        "console.csv,console",
        "Grüße 👋 日本.jsonl,Grüße 👋 日本",
        "{a}[b]*?.csv,{a}[b]*?",
    })
    void any_name_makes_a_folder_that_is_good_anywhere_and_collides_with_no_results(String name, String stem)
            throws Exception {
        drop(name);

        assertThat(claim(name)).contains(inbox.resolve("working").resolve(stem).resolve(name));
        assertThat(folder.findInput(stem))
                .contains(inbox.resolve("working").resolve(stem).resolve(name));
        folder.moveToDone(stem);

        assertThat(files()).hasSize(1).allSatisfy((path, content) -> assertThat(path)
                .startsWith("done/" + stem + "."));
    }

    @Test
    void a_line_break_in_a_name_does_not_come_into_the_stem() throws Exception {
        drop("two\nlines.csv");

        assertThat(claim("two\nlines.csv")).contains(inbox.resolve("working/two_lines/two\nlines.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "👋"})
    void names_of_maximum_length_are_claimed_and_archived(String letter) throws Exception {
        int letters = 251 / letter.getBytes("UTF-8").length;
        String name = letter.repeat(letters) + ".csv";
        for (int i = 0; i < 3; i++) {
            drop(name);
            String stem = folder.stem(claim(name).orElseThrow());
            Files.writeString(
                    folder.prepareResultsFile(stem)
                            .resolveSibling(folder.prepareResultsFile(stem).getFileName() + ".part"),
                    "");
            folder.moveToDone(stem);
            folder.restore(stem, ANY);
            folder.moveToFailed(stem, "no reason");
        }

        assertThat(files()).hasSize(9);
    }

    @Test
    void a_file_another_instance_was_quicker_with_is_none_of_ours() throws Exception {
        drop("crew.properties");

        assertThat(claim("crew.csv")).isEmpty();

        assertThat(files()).containsOnlyKeys("crew.properties");
        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    @Test
    void one_of_many_concurrent_claims_gets_the_file_and_its_options() throws Exception {
        ExecutorService instances = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                drop("crew.csv", "crew.properties");
                InboxFolder one = new InboxFolder(inbox, clock);
                InboxFolder two = new InboxFolder(inbox, clock);
                Callable<Optional<Path>> tidy = () -> {
                    new InboxFolder(inbox, clock).recover();
                    return Optional.empty();
                };

                List<Future<Optional<Path>>> all = instances.invokeAll(List.of(
                        () -> one.moveToWorking(inbox.resolve("crew.csv").toFile()),
                        tidy,
                        () -> two.moveToWorking(inbox.resolve("crew.csv").toFile()),
                        tidy));

                int takers = 0;
                for (Future<Optional<Path>> each : all) {
                    takers += each.get().isPresent() ? 1 : 0;
                }
                assertThat(takers).isEqualTo(1);
                List<String> left = new ArrayList<>(files().keySet());
                assertThat(left).contains("working/crew/crew.csv").hasSize(2);
                assertThat(Path.of(left.get(0)).getParent())
                        .isEqualTo(Path.of(left.get(1)).getParent());
                folder.moveToDone(folder.stem(inbox.resolve(left.get(0))));
                assertThat(inbox.resolve("working")).isEmptyDirectory();
                for (String done : files().keySet()) {
                    Files.delete(inbox.resolve(done));
                }
            }
        } finally {
            instances.shutdownNow();
        }
    }

    @Test
    void only_input_files_can_be_claimed() throws Exception {
        drop("crew.properties");

        assertThatThrownBy(() -> claim("crew.properties")).isInstanceOf(IllegalArgumentException.class);
    }

    // Archiving

    @Test
    void a_completed_batch_is_beside_its_options_and_results() throws Exception {
        drop("Crew.CSV", "Crew.CSV.properties");
        Path input = claim("Crew.CSV").orElseThrow();

        Files.writeString(folder.prepareResultsFile("Crew"), "results");
        Files.writeString(folder.prepareFailedFile("Crew", input), "failed");
        folder.moveToDone("Crew");

        assertThat(files())
                .containsOnlyKeys(
                        "done/Crew.csv", "done/Crew.csv.properties", "done/Crew.results.csv", "done/Crew.failed.csv")
                .containsEntry("done/Crew.csv", "of Crew.CSV")
                .containsEntry("done/Crew.csv.properties", "of Crew.CSV.properties");
        assertThat(inbox.resolve("working")).isEmptyDirectory();
        assertThat(folder.findInput("Crew")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"crew.csv,csv", "crew.tsv,csv", "crew.txt,csv", "crew.jsonl,jsonl", "crew.NDJSON,jsonl"})
    void failed_lines_are_written_as_lines(String name, String ending) throws Exception {
        assertThat(folder.prepareFailedFile("crew", Path.of(name)))
                .isEqualTo(inbox.resolve("done/crew.failed." + ending));
    }

    @Test
    void an_unreadable_file_is_beside_its_reason() throws Exception {
        drop("crew.csv", "crew.properties");
        claim("crew.csv");

        folder.moveToFailed("crew", "crew.csv line 3: a quote is never closed");

        assertThat(files())
                .containsOnlyKeys("failed/crew.csv", "failed/crew.properties", "failed/crew.csv.reason.txt")
                .containsEntry("failed/crew.csv.reason.txt", "crew.csv line 3: a quote is never closed\n");
        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    @Test
    void a_reason_with_an_unpaired_surrogate_does_not_prevent_archiving() throws Exception {
        drop("crew.csv");
        claim("crew.csv");

        folder.moveToFailed("crew", "unknown column \ud83d");

        assertThat(files()).containsEntry("failed/crew.csv.reason.txt", "unknown column \\ud83d\n");
    }

    @Test
    void a_batch_that_is_worked_once_more_has_its_file_and_options_back_and_keeps_its_results_so_long()
            throws Exception {
        drop("done/crew.csv", "done/crew.properties", "done/crew.results.csv");

        assertThat(folder.restore("crew", ANY)).contains(inbox.resolve("working/crew/crew.csv"));

        assertThat(files())
                .containsOnlyKeys("working/crew/crew.csv", "working/crew/crew.properties", "done/crew.results.csv");
    }

    @Test
    void a_file_that_is_not_the_batchs_any_more_stays_in_done_with_its_options() throws Exception {
        drop("done/crew.csv", "done/crew.properties");

        assertThat(folder.restore("crew", file -> !file.equals(inbox.resolve("done/crew.csv"))))
                .isEmpty();

        assertThat(files()).containsOnlyKeys("done/crew.csv", "done/crew.properties");
        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    @Test
    void a_batch_whose_file_was_removed_is_not_restored() throws Exception {
        drop("done/crew.results.csv", "done/crew.properties");

        assertThat(folder.restore("crew", ANY)).isEmpty();

        assertThat(files()).containsOnlyKeys("done/crew.results.csv", "done/crew.properties");
        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    @Test
    void a_file_that_is_put_has_its_options_before_it_is_visible_also_in_a_repeated_attempt() throws Exception {
        byte[] rows = "to\n".getBytes(StandardCharsets.UTF_8);
        Files.writeString(inbox.resolve("crew.csv.properties"), "region=US\n");

        folder.put("crew.csv", rows, "region=US\n", "1a2b");

        assertThat(inbox.resolve("crew.csv")).hasBinaryContent(rows);
        assertThat(inbox.resolve("crew.csv.properties")).hasContent("region=US\n");
    }

    @Test
    void a_file_that_is_put_beside_options_of_somebody_else_gets_another_name() throws Exception {
        byte[] rows = "to\n".getBytes(StandardCharsets.UTF_8);
        Files.writeString(inbox.resolve("crew.csv.properties"), "region=US\nmessage=Hi\n");

        folder.put("crew.csv", rows, "region=US\n", "1a2b");

        assertThat(inbox.resolve("crew.csv")).doesNotExist();
        assertThat(inbox.resolve("crew-1a2b.csv")).exists();
        assertThat(inbox.resolve("crew-1a2b.csv.properties")).hasContent("region=US\n");
    }

    @Test
    void a_hidden_companion_file_is_not_the_input() throws Exception {
        drop("working/crew/._crew.csv", "working/crew/crew.csv");

        assertThat(folder.findInput("crew")).contains(inbox.resolve("working/crew/crew.csv"));
    }

    // Crashes

    record Steps(String name, Work work, Map<String, String> before, Map<String, String> after) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Work {
        void on(InboxFolder folder, Path inbox) throws IOException;
    }

    static Stream<Steps> everyStep() {
        Map<String, String> dropped = Map.of("crew.csv", "rows", "crew.csv.properties", "options");
        Map<String, String> working =
                Map.of("working/crew/crew.csv", "rows", "working/crew/crew.csv.properties", "options");
        Map<String, String> done = Map.of("done/crew.csv", "rows", "done/crew.csv.properties", "options");
        return Stream.of(
                new Steps(
                        "take",
                        (folder, inbox) ->
                                folder.moveToWorking(inbox.resolve("crew.csv").toFile()),
                        dropped,
                        working),
                new Steps("done", (folder, inbox) -> folder.moveToDone("crew"), working, done),
                new Steps(
                        "failed",
                        (folder, inbox) -> folder.moveToFailed("crew", "a reason"),
                        working,
                        Map.of(
                                "failed/crew.csv",
                                "rows",
                                "failed/crew.csv.properties",
                                "options",
                                "failed/crew.csv.reason.txt",
                                "a reason\n")),
                new Steps("take back", (folder, inbox) -> folder.restore("crew", ANY), done, working));
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void whenever_the_process_dies_the_next_one_ends_what_it_began(Steps steps) throws Exception {
        int moves = 0;
        for (boolean died = true; died; moves++) {
            inbox = root.resolve("dies before move " + moves);
            for (Map.Entry<String, String> file : steps.before().entrySet()) {
                write(file.getKey(), file.getValue());
            }
            died = diesBeforeMove(moves, steps.work());
            assertOptionsBesideTheInput();

            InboxFolder next = new InboxFolder(inbox, clock);
            next.recover();
            steps.work().on(next, inbox);

            assertThat(files()).describedAs("died before move %s", moves).isEqualTo(steps.after());
            next.recover();
            steps.work().on(next, inbox);
            assertThat(files()).describedAs("called once more").isEqualTo(steps.after());
        }
        assertThat(moves).isGreaterThan(2);
    }

    /** A file in working has its options beside it. */
    private void assertOptionsBesideTheInput() throws IOException {
        if (Files.exists(inbox.resolve("working/crew/crew.csv"))) {
            assertThat(files()).containsEntry("working/crew/crew.csv.properties", "options");
        }
    }

    private boolean diesBeforeMove(int moves, Work work) throws IOException {
        List<Path> moved = new ArrayList<>();
        InboxFolder dying = new InboxFolder(inbox, clock, (source, target, options) -> {
            if (moved.size() == moves) {
                throw new ThreadDeath();
            }
            Files.move(source, target, options);
            moved.add(target);
        });
        try {
            work.on(dying, inbox);
            return false;
        } catch (ThreadDeath e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"working/crew", "working/crew/.taking"})
    void an_unused_folder_is_removed_after_an_hour(String empty) throws Exception {
        drop("working/other/other.csv");
        Files.createDirectories(inbox.resolve(empty));

        createAgedFolder(Duration.ofMinutes(59), "working/crew", "working/other");
        folder.recover();
        assertThat(inbox.resolve(empty)).exists();

        createAgedFolder(Duration.ofMinutes(61), "working/crew", "working/other");
        folder.recover();
        assertThat(inbox.resolve("working/crew")).doesNotExist();
        assertThat(files()).containsOnlyKeys("working/other/other.csv");
    }

    @Test
    void a_crash_at_the_end_of_a_claim_leaves_no_folder_when_the_batch_is_completed() throws Exception {
        drop("working/crew/crew.csv");
        Files.createDirectories(inbox.resolve("working/crew/.taking"));

        folder.moveToDone("crew");

        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"working/crew", "working/crew/.taking"})
    void the_folder_of_an_archived_batch_is_removed_at_once(String empty) throws Exception {
        drop("done/crew.csv");
        Files.createDirectories(inbox.resolve(empty));

        folder.recover();

        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    @Test
    void a_foreign_file_in_working_is_kept_whatever_its_name() throws Exception {
        drop("done/crew.csv", "done/crew.csv.properties", "working/crew", "working/crew.csv");

        folder.recover();

        assertThat(files()).containsKeys("working/crew", "working/crew.csv");
    }

    @Test
    void a_file_that_another_instance_is_claiming_is_left_to_it_for_some_seconds() throws Exception {
        drop("crew.csv");
        Files.createDirectories(inbox.resolve("working/crew/.taking"));

        createAgedFolder(Duration.ofSeconds(9), "working/crew");
        assertThat(claim("crew.csv")).isEmpty();

        createAgedFolder(Duration.ofSeconds(11), "working/crew");
        assertThat(claim("crew.csv")).isPresent();
    }

    private void createAgedFolder(Duration ago, String... folders) throws IOException {
        for (String each : folders) {
            Files.setLastModifiedTime(
                    inbox.resolve(each), FileTime.from(clock.instant().minus(ago)));
        }
    }

    @Test
    void an_interrupted_claim_is_completed_with_its_own_options_before_the_next_file_of_its_name() throws Exception {
        drop("working/crew/.taking/crew.csv", "crew.properties");

        folder.recover();
        drop("crew.csv");
        claim("crew.csv");

        assertThat(files())
                .containsOnlyKeys(
                        "working/crew/crew.csv",
                        "working/crew/crew.properties",
                        "working/crew.20260821-090000/crew.csv");
    }

    @Test
    void an_interrupted_claim_is_completed_although_another_folder_is_unreadable() throws Exception {
        drop("working/b/.taking/b.csv");
        Path loop = Files.createDirectories(inbox.resolve("working/a")).resolve(".taking");
        Files.createSymbolicLink(loop, loop);

        folder.recover();

        assertThat(inbox.resolve("working/b/b.csv")).exists();
    }

    @Test
    void failed_rows_have_a_copy_of_the_options() throws Exception {
        drop("crew.csv", "crew.properties");
        Path claimed = claim("crew.csv").orElseThrow();
        Path failed = folder.prepareFailedFile("crew", claimed);

        folder.copyFailedOptions("crew", claimed);
        assertThat(failed.resolveSibling("crew.failed.csv.properties"))
                .hasSameTextualContentAs(claimed.resolveSibling("crew.properties"));

        folder.removeFailedOptions("crew", claimed);
        assertThat(inbox.resolve("done")).isEmptyDirectory();
    }

    @Test
    void a_partly_claimed_file_is_not_read() throws Exception {
        drop("working/crew/.taking/crew.csv");

        assertThat(folder.findInput("crew")).isEmpty();
    }

    @Test
    void options_left_behind_under_another_name_go_and_come_with_their_file() throws Exception {
        drop("done/crew.20260821-090000.csv", "working/crew.20260821-090000/crew.properties");

        assertThat(folder.restore("crew.20260821-090000", ANY)).isPresent();

        assertThat(files())
                .containsOnlyKeys(
                        "working/crew.20260821-090000/crew.20260821-090000.csv",
                        "working/crew.20260821-090000/crew.20260821-090000.properties");
    }

    // Folders and file systems

    @Test
    void an_inbox_that_is_missing_is_made() throws Exception {
        Files.delete(inbox.resolve("working"));
        Files.delete(inbox);

        assertThat(claim("crew.csv")).isEmpty();
        folder.recover();
        drop("crew.csv");

        assertThat(claim("crew.csv")).isPresent();
    }

    @Test
    void a_file_system_that_has_no_atomic_move_will_do() throws Exception {
        folder = new InboxFolder(inbox, clock, InboxFolderTest::moveNonAtomically);
        drop("crew.csv", "crew.properties", "wrong.csv");

        claim("crew.csv");
        folder.moveToDone("crew");
        folder.restore("crew", ANY);
        folder.moveToDone("crew");
        claim("wrong.csv");
        folder.moveToFailed("wrong", "wrong");

        assertThat(files())
                .containsOnlyKeys(
                        "done/crew.csv", "done/crew.properties", "failed/wrong.csv", "failed/wrong.csv.reason.txt")
                .containsEntry("done/crew.csv", "of crew.csv");
        assertThat(claim("gone.csv")).isEmpty();
        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    private static void moveNonAtomically(Path source, Path target, CopyOption... options) throws IOException {
        if (List.of(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
            throw new AtomicMoveNotSupportedException(source.toString(), target.toString(), "another device");
        }
        Files.move(source, target, options);
    }

    @Test
    void a_file_that_cannot_be_moved_stays_and_the_error_has_advice() throws Exception {
        folder = new InboxFolder(inbox, clock, (source, target, options) -> {
            throw new AccessDeniedException(source.toString(), target.toString(), null);
        });
        drop("crew.csv");

        assertThatThrownBy(() -> claim("crew.csv"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(inbox.toString(), "crew.csv", "no permission; give the user");

        assertThat(files()).containsOnlyKeys("crew.csv");
        assertThat(inbox.resolve("working")).isEmptyDirectory();
    }

    @Test
    void a_file_in_place_of_a_folder_is_reported() throws Exception {
        drop("crew.csv");
        claim("crew.csv");
        drop("done");

        assertThatThrownBy(() -> folder.moveToDone("crew"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        inbox.resolve("done").toString(), "a file has the name of a folder to be created");
        assertThat(folder.findInput("crew")).isPresent();
    }

    private Optional<Path> claim(String name) throws IOException {
        return folder.moveToWorking(inbox.resolve(name).toFile());
    }

    private void drop(String... names) throws IOException {
        for (String name : names) {
            write(name, "of " + name);
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = inbox.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Each file below the inbox, with its content. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(inbox)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(inbox.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
