package dev.linqroutes.files.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.files.media.LocalFiles;
import dev.linqroutes.testing.HostileFiles;
import dev.linqroutes.testing.TestClock;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class StableFileFilterTest {
    private static final Duration SETTLE_TIME = Duration.ofSeconds(2);
    private static final Duration FILL_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    // Names of files

    private static final List<String> WITH_ROWS_OR_COMMANDS =
            List.of("a.csv", "A.CSV", "a.b.Tsv", "a.txt", "a.jsonl", "a.ndjson", "a b é.csv", "csv.csv");
    private static final List<String> OF_OTHER_PROGRAMS =
            List.of("crew.xlsx", "crew.XLS", "crew.ods", "crew.numbers", "crew.csv.gz", "crew.zip", "crew.json");
    private static final List<String> OPTIONS =
            List.of("crew.properties", "crew.csv.properties", "Crew.Properties", "CREW.CSV.PROPERTIES");
    private static final List<String> OF_NO_SHEET = List.of(
            "crew.xlsb",
            "crew.csv.part",
            "crew.csv.filepart",
            "crew.csv.gpg",
            "crew.csv ",
            "crew.csv.",
            "crew.csv;1",
            "crew.csv (1)",
            "crew",
            "csv",
            "crew.pdf",
            "crew.html",
            "crew.jsonlines",
            "crew.csv.bak",
            "crew.csv~");
    private static final List<String> HIDDEN = List.of(
            ".DS_Store",
            "._crew.csv",
            ".crew.csv",
            ".crew.csv.Xa83kd",
            ".crew.csv.swp",
            "~$crew.csv",
            "~$crew.xlsx",
            ".~lock.crew.csv#");

    @TempDir
    Path inbox;

    private final TestClock clock = new TestClock();
    private final StableFileFilter files = new StableFileFilter(SETTLE_TIME, FILL_TIMEOUT, name -> false, clock);
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

    // Settle time

    @Test
    void a_file_is_accepted_after_the_settle_time_without_a_change() throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ZERO);
        assertThat(isTaken(file)).isFalse();

        clock.advance(SETTLE_TIME.minus(MOMENT));
        assertThat(isTaken(file)).isFalse();

        clock.advance(MOMENT);
        assertThat(isTaken(file)).isTrue();
    }

    @Test
    void a_file_that_grows_waits_from_its_last_growth() throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ZERO);
        assertThat(isTaken(file)).isFalse();

        for (int i = 0; i < 5; i++) {
            clock.advance(SETTLE_TIME.minus(MOMENT));
            Files.writeString(file, "more\n", StandardOpenOption.APPEND);
            touch(file, Duration.ZERO);
            assertThat(isTaken(file)).isFalse();
        }

        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isTrue();
    }

    @ParameterizedTest(name = "its time is {0} s ago")
    @ValueSource(longs = {0, 1, 2, 60, 86_400, -1, -86_400})
    void the_modification_time_of_a_file_does_not_matter(long secondsAgo) throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ofSeconds(secondsAgo));
        assertThat(isTaken(file)).isFalse();

        clock.advance(SETTLE_TIME.minus(MOMENT));
        assertThat(isTaken(file)).isFalse();

        clock.advance(MOMENT);
        assertThat(isTaken(file)).isTrue();
        assertThat(isTaken(file)).isTrue();
    }

    @ParameterizedTest(name = "the clock of its server is {0} s behind")
    @ValueSource(longs = {0, 2, 3_600, -2})
    void a_growing_file_is_not_accepted_whatever_the_server_clock(long behind) throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ofSeconds(behind));

        for (int i = 0; i < 10; i++) {
            assertThat(isTaken(file)).isFalse();
            clock.advance(SETTLE_TIME.minus(MOMENT));
            Files.writeString(file, "more\n", StandardOpenOption.APPEND);
            touch(file, Duration.ofSeconds(behind));
        }

        assertThat(isTaken(file)).isFalse();
        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isTrue();
    }

    @Test
    void a_file_that_grows_waits_although_the_server_tells_no_new_time() throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ofHours(1));
        assertThat(isTaken(file)).isFalse();

        clock.advance(SETTLE_TIME);
        Files.writeString(file, "more\n", StandardOpenOption.APPEND);
        touch(file, Duration.ofHours(1).plus(SETTLE_TIME));
        assertThat(isTaken(file)).isFalse();

        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isTrue();
    }

    @Test
    void a_file_that_is_written_in_place_without_growing_waits() throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ZERO);
        assertThat(isTaken(file)).isFalse();

        clock.advance(SETTLE_TIME);
        touch(file, Duration.ZERO);

        assertThat(isTaken(file)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("OPTIONS")
    void a_file_waits_for_options_that_are_still_written_to(String options) throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ZERO);
        Path beside = write(options, "from=\n", Duration.ZERO);
        assertThat(isTaken(file)).isFalse();

        clock.advance(SETTLE_TIME);
        Files.writeString(beside, "all_or_nothing=true\n", StandardOpenOption.APPEND);
        assertThat(isTaken(file)).isFalse();

        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isTrue();
    }

    @Test
    void a_clock_that_is_set_back_makes_a_file_wait_no_longer_than_another() throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ZERO);
        assertThat(isTaken(file)).isFalse();

        clock.advance(Duration.ofDays(-1));
        assertThat(isTaken(file)).isFalse();

        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isTrue();
    }

    // Completeness

    @Test
    void a_file_that_ends_within_a_line_waits_longer_and_is_then_accepted() throws Exception {
        Path file = write("crew.csv", "to,message\n+12025550101,Please do not come", Duration.ZERO);
        isTaken(file);

        clock.advance(SETTLE_TIME.multipliedBy(6).minus(MOMENT));
        assertThat(isTaken(file)).isFalse();
        assertThat(isTaken(file)).isFalse();
        clock.advance(MOMENT);
        assertThat(isTaken(file)).isTrue();

        assertThat(logged.list)
                .singleElement()
                .asString()
                .contains("[INFO] crew.csv is not imported yet: it ends within a line, so it may be incomplete");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_file_without_its_content_waits(String what, byte[] unfilled) throws Exception {
        Path file = inbox.resolve("crew.csv");
        Files.write(file, unfilled);
        FileTime time = Files.getLastModifiedTime(file);
        isTaken(file);
        for (int i = 0; i < 10; i++) {
            clock.advance(SETTLE_TIME);
            assertThat(isTaken(file)).isFalse();
        }

        Files.writeString(file, "to,message\n", StandardCharsets.UTF_8);
        // As on file servers that report a change only when the file is closed.
        Files.setLastModifiedTime(file, time);
        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isFalse();
        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isTrue();
    }

    static Stream<Arguments> a_file_without_its_content_waits() {
        return Stream.of(
                Arguments.of("empty", new byte[0]),
                Arguments.of("zeros of its size", new byte["to,message\n".length()]),
                Arguments.of("zeros at its end", "to,mes\0\0\0\0\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("zeros at its beginning", "\0\0\0\0essage\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("one zero", "to,messag\0\n".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "to,message\n\0\0\0\0"})
    void a_file_that_stays_unfilled_is_accepted_and_then_rejected_with_a_reason(String content) throws Exception {
        Path file = write("crew.csv", content, Duration.ZERO);
        isTaken(file);

        clock.advance(FILL_TIMEOUT.minus(MOMENT));
        assertThat(isTaken(file)).isFalse();
        clock.advance(MOMENT);
        assertThat(isTaken(file)).isTrue();

        assertThat(logged.list)
                .singleElement()
                .asString()
                .contains("[INFO] crew.csv is not imported yet: it ", "rejected if");
    }

    @Test
    void options_whose_content_is_still_to_come_keep_their_file_waiting() throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ZERO);
        Path options = write("crew.properties", "", Duration.ZERO);
        isTaken(file);
        clock.advance(SETTLE_TIME);
        isTaken(file);
        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isFalse();

        Files.writeString(options, "all_or_nothing=true\n");
        assertThat(isTaken(file)).isFalse();
        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
    void the_zeros_of_utf_16_are_none_that_are_still_to_come(String charset) throws Exception {
        Path file = inbox.resolve("crew.csv");
        Files.write(
                file,
                ("to,message\n+12025550101,a" + (charset.equals("UTF-16") ? "ĀĀ" : "") + "b\n").getBytes(charset));

        assertThat(isTakenInTheEnd(file)).isTrue();
    }

    // Options

    @ParameterizedTest
    @ValueSource(
            strings = {"crew.properties.txt", "crew.csv.properties.TXT", "crew.properties.csv", "Crew.Properties.txt"})
    void options_with_an_input_extension_are_ignored_and_logged(String name) throws Exception {
        assertThat(isTakenInTheEnd(write(name, "from=+12025550199\n", Duration.ZERO)))
                .isFalse();

        assertThat(logged.list)
                .singleElement()
                .asString()
                .contains(
                        "[WARN] " + name + " is ignored: it has \".properties\" in its name",
                        "rename it to NAME.properties");
    }

    @Test
    void unused_options_are_logged_once() throws Exception {
        write("other.csv", "to\n", Duration.ZERO);
        Path options = write("crew.properties", "from=+12025550199\n", Duration.ZERO);
        isTaken(options);
        clock.advance(FILL_TIMEOUT.minus(MOMENT));
        isTaken(options);
        assertThat(logged.list).isEmpty();

        clock.advance(MOMENT);
        isTaken(options);
        isTaken(options);

        assertThat(logged.list)
                .singleElement()
                .asString()
                .contains(
                        "crew.properties is ignored: it looks like an options file, but there is no file that it belongs to");
    }

    // Accepted files

    @ParameterizedTest
    @FieldSource("WITH_ROWS_OR_COMMANDS")
    void input_files_are_accepted(String name) throws Exception {
        assertThat(isTakenInTheEnd(write(name, "to\n", Duration.ZERO))).isTrue();
    }

    @ParameterizedTest
    @FieldSource("OF_OTHER_PROGRAMS")
    void unsupported_formats_are_accepted_to_be_rejected_with_a_reason(String name) throws Exception {
        assertThat(isTakenInTheEnd(write(name, "to\n", Duration.ZERO))).isTrue();
    }

    @ParameterizedTest
    @FieldSource({"OPTIONS", "OF_NO_SHEET", "HIDDEN"})
    void other_files_are_never_accepted(String name) throws Exception {
        Path file = write(name, "to\n", Duration.ofDays(1));

        assertThat(isTakenInTheEnd(file)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("OF_NO_SHEET")
    void a_file_with_an_unknown_extension_is_logged_once(String name) throws Exception {
        Path file = write(name, "to\n", Duration.ZERO);
        isTaken(file);
        clock.advance(FILL_TIMEOUT.minus(MOMENT));
        isTaken(file);
        assertThat(logged.list).isEmpty();

        clock.advance(MOMENT);
        isTaken(file);
        isTaken(file);

        assertThat(logged.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly(
                        "[WARN] " + name + " is ignored: it has an unknown extension;"
                                + " rename it to NAME.csv, NAME.tsv, NAME.txt, NAME.jsonl, NAME.ndjson, or remove it from the inbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"menu.png", "MENU.PDF", "crew.html", "memo.m4a", "crew.csv.jpg"})
    void a_file_that_commands_may_send_is_neither_taken_nor_logged(String name) throws Exception {
        StableFileFilter withMedia = new StableFileFilter(SETTLE_TIME, FILL_TIMEOUT, LocalFiles::isSent, clock);
        GenericFile<File> file = new GenericFile<>();
        file.setFile(write(name, "x", Duration.ZERO).toFile());
        assertThat(withMedia.accept(file)).isFalse();
        clock.advance(FILL_TIMEOUT.multipliedBy(2));

        assertThat(withMedia.accept(file)).isFalse();
        assertThat(logged.list).isEmpty();
    }

    /** Also of types that Linq sends: it may be meant as a sheet. */
    @ParameterizedTest
    @ValueSource(strings = {"crew.csv", "crew.xls", "crew.numbers", "crew.zip"})
    void what_may_be_a_sheet_is_taken_as_one(String name) throws Exception {
        StableFileFilter withMedia = new StableFileFilter(SETTLE_TIME, FILL_TIMEOUT, LocalFiles::isSent, clock);
        GenericFile<File> file = new GenericFile<>();
        file.setFile(write(name, "to\n", Duration.ZERO).toFile());
        withMedia.accept(file);
        clock.advance(FILL_TIMEOUT.multipliedBy(2));

        assertThat(withMedia.accept(file)).isTrue();
    }

    @ParameterizedTest
    @FieldSource("HIDDEN")
    void hidden_files_are_not_logged(String name) throws Exception {
        assertThat(isTakenInTheEnd(write(name, "to\n", Duration.ZERO))).isFalse();

        assertThat(logged.list).isEmpty();
    }

    @Test
    void a_file_that_never_stops_changing_is_logged() throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ZERO);
        for (Duration passed = Duration.ZERO; passed.compareTo(FILL_TIMEOUT) <= 0; passed = passed.plusSeconds(1)) {
            assertThat(logged.list).isEmpty();
            assertThat(isTaken(touch(file, Duration.ZERO))).isFalse();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly(
                        "[INFO] crew.csv is not imported yet: it has been changing for 60 s; it is imported when its size and modification time have not changed for 2 s");
    }

    @Test
    void a_folder_with_an_input_extension_is_ignored_and_logged_once() throws Exception {
        Path folder = Files.createDirectory(inbox.resolve("crew.csv"));

        assertThat(isTaken(folder)).isFalse();
        assertThat(isTaken(folder)).isFalse();

        assertThat(logged.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly(
                        "[WARN] crew.csv is ignored: it is a folder, not a file; put the file itself into the inbox");
    }

    @Test
    void a_link_is_left_alone_as_it_may_lead_nowhere_from_another_folder() throws Exception {
        Path file = write("crew.xlsx", "to\n", SETTLE_TIME);
        Path link = Files.createSymbolicLink(inbox.resolve("crew.csv"), file.getFileName());

        assertThat(isTaken(link)).isFalse();
        assertThat(logged.list).singleElement().asString().contains("crew.csv is ignored: it is a link");
    }

    @Test
    void a_name_that_cannot_be_opened_keeps_no_other_file_waiting() throws Exception {
        GenericFile<File> odd = new GenericFile<>();
        odd.setFile(new File(inbox.toFile(), "a\0b.csv"));

        assertThat(files.accept(odd)).isFalse();

        assertThat(logged.list).singleElement().asString().contains("is ignored: it has a name");
        assertThat(isTakenInTheEnd(write("crew.csv", "to\n", Duration.ZERO))).isTrue();
    }

    @Test
    void an_ignored_file_is_logged_once_however_long_it_stays() throws Exception {
        Files.createSymbolicLink(inbox.resolve("dangling.csv"), Path.of("nowhere"));
        HostileFiles.nameThatIsNotUtf8(inbox);
        for (int i = 0; i < 3; i++) {
            for (File file : inbox.toFile().listFiles()) {
                GenericFile<File> listed = new GenericFile<>();
                listed.setFile(file);
                assertThat(files.accept(listed)).isFalse();
            }
            clock.advance(Duration.ofMinutes(2));
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("dangling.csv is ignored: it is a link"),
                        line -> assertThat(line).contains("b.csv is ignored: it has a name"));
    }

    @Test
    void a_name_that_is_not_utf_8_is_logged_once() throws Exception {
        Path listed = inbox.resolve("a\uFFFDb.csv");

        assertThat(isTaken(listed)).isFalse();
        assertThat(isTaken(listed)).isFalse();

        assertThat(logged.list).singleElement().asString().contains("b.csv is ignored: it has a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crews/a.csv", "C:/crews/a.csv"})
    void a_name_with_a_backslash_is_logged_once_although_camel_reports_a_folder(String asked) throws Exception {
        write(asked.replace('/', '\\'), "to\n", Duration.ZERO);

        assertThat(isTaken(inbox.resolve(asked))).isFalse();
        clock.advance(Duration.ofMinutes(2));
        assertThat(isTaken(inbox.resolve(asked))).isFalse();

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(asked.replace('/', '\\') + " is ignored: it has a backslash in its name; rename it");
    }

    @Test
    void a_deleted_file_is_not_accepted_and_forgotten() throws Exception {
        for (int i = 0; i < 10; i++) {
            Path file = write("crew" + i + ".csv", "to\n", Duration.ZERO);
            isTaken(file);
            Files.delete(file);
        }
        Path folder = Files.createDirectory(inbox.resolve("folder.csv"));
        isTaken(folder);
        Files.delete(folder);
        assertThat(isTaken(inbox.resolve("crew0.csv"))).isFalse();

        clock.advance(Duration.ofMinutes(2));
        Path stays = write("stays.csv", "to\n", Duration.ZERO);
        assertThat(isTaken(stays)).isFalse();

        assertThat(files.trackedCount()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(2));
        assertThat(isTaken(stays)).isTrue();
    }

    @Test
    void camel_passes_folders_to_the_filter_and_their_files_are_not_read() throws Exception {
        for (String folder : List.of("done", "crew.csv")) {
            Files.createDirectory(inbox.resolve(folder));
            write(folder + "/inner.csv", "to\n", SETTLE_TIME);
        }
        isTakenInTheEnd(write("outer.csv", "to\n", SETTLE_TIME));
        List<String> taken = new CopyOnWriteArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("stableFileFilter", files);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("file:" + inbox
                                    + "?filter=#stableFileFilter&recursive=true&maxDepth=2&noop=true&idempotent=false"
                                    + "&delay=20&initialDelay=0&readLock=none")
                            .process(exchange ->
                                    taken.add(exchange.getMessage().getHeader("CamelFileName", String.class)));
                }
            });
            camel.start();
            await().until(() -> taken.size() >= 3);
        }

        assertThat(taken).containsOnly("outer.csv");
        assertThat(logged.list).singleElement().asString().contains("crew.csv is ignored: it is a folder");
    }

    private Path write(String name, String content, Duration ago) throws IOException {
        return touch(Files.writeString(inbox.resolve(name), content), ago);
    }

    private Path touch(Path file, Duration ago) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(ago)));
    }

    private boolean isTakenInTheEnd(Path path) {
        isTaken(path);
        clock.advance(SETTLE_TIME);
        return isTaken(path);
    }

    private boolean isTaken(Path path) {
        GenericFile<File> file = new GenericFile<>();
        file.setFile(path.toFile());
        return files.accept(file);
    }
}
