package dev.linqroutes.files.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
    private final StableFileFilter files = new StableFileFilter(SETTLE_TIME, FILL_TIMEOUT, clock);
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

    // When

    @Test
    void a_file_is_taken_when_it_has_not_changed_for_the_settle_time() throws Exception {
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
    void what_time_a_file_has_makes_no_difference(long secondsAgo) throws Exception {
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
    void a_file_that_grows_is_never_taken_whatever_clock_its_server_has(long behind) throws Exception {
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

    // How far it is written

    @Test
    void a_file_that_ends_within_a_line_waits_longer_and_is_taken_all_the_same() throws Exception {
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
                .contains("[INFO] crew.csv waits: it ends within a line, so it may not be all");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_file_whose_content_is_still_to_come_waits_for_it(String what, byte[] unfilled) throws Exception {
        Path file = inbox.resolve("crew.csv");
        Files.write(file, unfilled);
        FileTime time = Files.getLastModifiedTime(file);
        isTaken(file);
        for (int i = 0; i < 10; i++) {
            clock.advance(SETTLE_TIME);
            assertThat(isTaken(file)).isFalse();
        }

        Files.writeString(file, "to,message\n", StandardCharsets.UTF_8);
        // As on servers that tell of a change only when the file is closed.
        Files.setLastModifiedTime(file, time);
        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isFalse();
        clock.advance(SETTLE_TIME);
        assertThat(isTaken(file)).isTrue();
    }

    static Stream<Arguments> a_file_whose_content_is_still_to_come_waits_for_it() {
        return Stream.of(
                Arguments.of("empty", new byte[0]),
                Arguments.of("zeros of its size", new byte["to,message\n".length()]),
                Arguments.of("zeros at its end", "to,mes\0\0\0\0\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("zeros at its beginning", "\0\0\0\0essage\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("one zero", "to,messag\0\n".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "to,message\n\0\0\0\0"})
    void what_stays_unfilled_is_taken_in_the_end_so_that_its_sender_is_told(String content) throws Exception {
        Path file = write("crew.csv", content, Duration.ZERO);
        isTaken(file);

        clock.advance(FILL_TIMEOUT.minus(MOMENT));
        assertThat(isTaken(file)).isFalse();
        clock.advance(MOMENT);
        assertThat(isTaken(file)).isTrue();

        assertThat(logged.list).singleElement().asString().contains("[INFO] crew.csv waits: it ", "refused if");
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
    void options_with_the_ending_of_a_sheet_are_no_sheet_and_told_of(String name) throws Exception {
        assertThat(isTakenInTheEnd(write(name, "from=+12025550199\n", Duration.ZERO)))
                .isFalse();

        assertThat(logged.list)
                .singleElement()
                .asString()
                .contains(
                        "[WARN] " + name + " is left alone: it is called like options", "rename it to NAME.properties");
    }

    @Test
    void options_that_no_sheet_has_come_for_are_told_of_once() throws Exception {
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
                        "crew.properties is left alone: it looks like options, and the file they are for is not there");
    }

    // Which

    @ParameterizedTest
    @FieldSource("WITH_ROWS_OR_COMMANDS")
    void files_with_commands_are_taken(String name) throws Exception {
        assertThat(isTakenInTheEnd(write(name, "to\n", Duration.ZERO))).isTrue();
    }

    @ParameterizedTest
    @FieldSource("OF_OTHER_PROGRAMS")
    void what_people_drop_instead_is_taken_too_so_that_they_are_told(String name) throws Exception {
        assertThat(isTakenInTheEnd(write(name, "to\n", Duration.ZERO))).isTrue();
    }

    @ParameterizedTest
    @FieldSource({"OPTIONS", "OF_NO_SHEET", "HIDDEN"})
    void nothing_else_is_ever_taken(String name) throws Exception {
        Path file = write(name, "to\n", Duration.ofDays(1));

        assertThat(isTakenInTheEnd(file)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("OF_NO_SHEET")
    void what_stays_although_its_name_is_of_no_sheet_is_told_of_once(String name) throws Exception {
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
                        "[WARN] " + name + " is left alone: it does not end as a file with rows or commands does;"
                                + " rename it to NAME.csv, NAME.tsv, NAME.txt, NAME.jsonl, NAME.ndjson, or take it out of the"
                                + " inbox");
    }

    @ParameterizedTest
    @FieldSource("HIDDEN")
    void what_programs_hide_is_not_told_of(String name) throws Exception {
        assertThat(isTakenInTheEnd(write(name, "to\n", Duration.ZERO))).isFalse();

        assertThat(logged.list).isEmpty();
    }

    @Test
    void a_file_that_never_comes_to_rest_is_told_of() throws Exception {
        Path file = write("crew.csv", "to\n", Duration.ZERO);
        for (Duration passed = Duration.ZERO; passed.compareTo(FILL_TIMEOUT) <= 0; passed = passed.plusSeconds(1)) {
            assertThat(logged.list).isEmpty();
            assertThat(isTaken(touch(file, Duration.ZERO))).isFalse();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly(
                        "[INFO] crew.csv waits: it has been changing for 60 s; it is taken when it, and its time,"
                                + " have not changed for 2 s");
    }

    @Test
    void a_folder_called_as_a_file_is_left_alone_and_told_of_once() throws Exception {
        Path folder = Files.createDirectory(inbox.resolve("crew.csv"));

        assertThat(isTaken(folder)).isFalse();
        assertThat(isTaken(folder)).isFalse();

        assertThat(logged.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly(
                        "[WARN] crew.csv is left alone: it is a folder, not a file; put the file itself into the inbox");
    }

    @Test
    void a_link_is_left_alone_as_it_may_lead_nowhere_from_another_folder() throws Exception {
        Path file = write("crew.xlsx", "to\n", SETTLE_TIME);
        Path link = Files.createSymbolicLink(inbox.resolve("crew.csv"), file.getFileName());

        assertThat(isTaken(link)).isFalse();
        assertThat(logged.list).singleElement().asString().contains("crew.csv is left alone: it is a link");
    }

    @Test
    void a_name_that_cannot_be_opened_keeps_no_other_file_waiting() throws Exception {
        GenericFile<File> odd = new GenericFile<>();
        odd.setFile(new File(inbox.toFile(), "a\0b.csv"));

        assertThat(files.accept(odd)).isFalse();

        assertThat(logged.list).singleElement().asString().contains("is left alone: it has a name");
        assertThat(isTakenInTheEnd(write("crew.csv", "to\n", Duration.ZERO))).isTrue();
    }

    @Test
    void what_stays_is_told_of_once_however_long_it_stays() throws Exception {
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
                        line -> assertThat(line).contains("dangling.csv is left alone: it is a link"),
                        line -> assertThat(line).contains("b.csv is left alone: it has a name"));
    }

    @Test
    void a_name_whose_bytes_are_no_characters_is_told_of_once() throws Exception {
        Path listed = inbox.resolve("a\uFFFDb.csv");

        assertThat(isTaken(listed)).isFalse();
        assertThat(isTaken(listed)).isFalse();

        assertThat(logged.list).singleElement().asString().contains("b.csv is left alone: it has a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crews/a.csv", "C:/crews/a.csv"})
    void a_name_with_a_backslash_is_told_of_once_although_camel_asks_for_a_folder(String asked) throws Exception {
        write(asked.replace('/', '\\'), "to\n", Duration.ZERO);

        assertThat(isTaken(inbox.resolve(asked))).isFalse();
        clock.advance(Duration.ofMinutes(2));
        assertThat(isTaken(inbox.resolve(asked))).isFalse();

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        asked.replace('/', '\\') + " is left alone: it has a backslash in its name; rename it");
    }

    @Test
    void a_file_that_is_gone_is_not_taken_and_forgotten() throws Exception {
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
    void camel_asks_for_folders_when_it_may_go_down_one_and_takes_no_file_from_them() throws Exception {
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
        assertThat(logged.list).singleElement().asString().contains("crew.csv is left alone: it is a folder");
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
