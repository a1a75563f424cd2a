package dev.linqroutes.files.media;

import static dev.linqroutes.command.TestCommand.aGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.linqroutes.command.LocalFile;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.media.MediaUnavailable;
import dev.linqroutes.testing.HostileFiles;
import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer names a file of one folder, and nothing else of the machine; what cannot be sent is refused before anything is. */
class LocalFilesTest {
    private static final String PDF = "%PDF-1.7 a flyer";

    @TempDir
    Path parent;

    private final TestClock clock = new TestClock();
    private Path folder;
    private LocalFiles files;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(parent.resolve("inbox"));
        files = new LocalFiles(new MediaFolder(folder, folder, clock));
    }

    @Test
    void a_file_is_known_by_its_content_type_and_size() throws Exception {
        write("flyer.pdf", PDF);
        Files.createDirectory(folder.resolve("spring"));
        write("spring/copy.PDF", PDF);

        assertThat(files.inspect("flyer.pdf"))
                .isEqualTo(new LocalFile("flyer.pdf", sha256(PDF), "application/pdf", PDF.length()));
        assertThat(files.inspect("spring/copy.PDF").sha256()).isEqualTo(sha256(PDF));
    }

    @Test
    void a_changed_file_is_read_again() throws Exception {
        write("flyer.pdf", PDF);
        Files.setLastModifiedTime(folder.resolve("flyer.pdf"), FileTime.fromMillis(1_000_000));
        String before = files.inspect("flyer.pdf").sha256();
        assertThat(files.inspect("flyer.pdf").sha256()).isEqualTo(before);

        write("flyer.pdf", PDF.replace("flyer", "FLYER"));

        assertThat(files.inspect("flyer.pdf").sha256()).isEqualTo(sha256(PDF.replace("flyer", "FLYER")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.pdf",
                "a/../../secret.pdf",
                "/etc/passwd",
                "./flyer.pdf",
                "a//flyer.pdf",
                "",
                "..",
                "a/",
                "..\\secret.pdf",
                "C:\\secret.pdf",
                "flyer.pdf\0.png"
            })
    void a_name_leads_nowhere_but_into_the_folder(String name) throws Exception {
        Files.writeString(parent.resolve("secret.pdf"), PDF);
        write("flyer.pdf", PDF);

        assertRefused(name, "");
    }

    @Test
    void no_link_is_followed_wherever_it_is() throws Exception {
        Files.writeString(parent.resolve("secret.pdf"), PDF);
        Files.createSymbolicLink(folder.resolve("link.pdf"), parent.resolve("secret.pdf"));
        Files.createSymbolicLink(folder.resolve("up"), parent);
        Files.createDirectory(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/up"), parent);

        assertRefused("link.pdf", "is a link, not a file");
        assertRefused("up/secret.pdf", "");
        assertRefused("a/up/secret.pdf", "");
    }

    @Test
    void only_a_file_that_exists_can_be_sent() throws Exception {
        Files.createDirectory(folder.resolve("folder.pdf"));
        write("flyer.pdf", PDF);

        assertRefused("folder.pdf", "is a folder, not a file");
        assertRefused("flier.pdf", "does not exist in the folder");
        assertRefused("none/flyer.pdf", "does not exist in the folder");
        assertRefused("flyer.pdf/flyer.pdf", "does not exist in the folder");
    }

    @ParameterizedTest
    @CsvSource({
        "OK.png, ok.png",
        "ok.png, OK.PNG",
        "IMG_1.jpg, IMG_1.JPG",
        "IMG_1.JPG, IMG_1.jpg",
        "plan.pdf, Plan.pdf",
        "caf\u00e9.pdf, cafe\u0301.pdf"
    })
    void a_name_that_differs_only_in_its_letters_is_refused_with_the_one_that_exists(String written, String name)
            throws Exception {
        write(name, PDF);

        assertRefused(written, "does not exist, but \"" + name + "\" does");
    }

    @Test
    void a_dot_is_no_folder_and_the_message_says_so() throws Exception {
        write("flyer.pdf", PDF);

        assertRefused("./flyer.pdf", "leave out ./ and //");
        assertRefused("../flyer.pdf", "is not in the folder");
        assertRefused("/flyer.pdf", "is not in the folder");
    }

    @Test
    void a_name_that_the_file_system_cannot_have_is_refused() throws Exception {
        assertRefused("\ud800.pdf", "its name is invalid");
        assertRefused("a".repeat(252) + ".pdf", "its name is too long");
        assertRefused("a".repeat(256) + "/flyer.pdf", "its name is too long");
    }

    @Test
    void while_the_folder_is_away_nothing_is_refused_for_ten_minutes() throws Exception {
        write("flyer.pdf", PDF);
        Path away = Files.move(folder, parent.resolve("away"));
        assertUnavailable("flyer.pdf");
        clock.advance(FileOutage.PATIENCE.minusSeconds(1));
        assertUnavailable("flyer.pdf");
        Files.move(away, folder);
        assertThat(files.inspect("flyer.pdf").sha256()).isEqualTo(sha256(PDF));

        // Another outage.
        clock.advance(FileOutage.QUIET);
        Files.move(folder, away);
        for (int minute = 0; minute < 10; minute++) {
            assertUnavailable("flyer.pdf");
            clock.advance(Duration.ofMinutes(1));
        }
        assertRefused("flyer.pdf", "cannot be read: NoSuchFileException, for 10 minutes");
        assertRefused("other.pdf", "cannot be read: NoSuchFileException, for 10 minutes");
    }

    private void assertUnavailable(String name) {
        assertThatThrownBy(() -> files.inspect(name))
                .isInstanceOf(MediaUnavailable.class)
                .hasMessageContaining("cannot be read for now: NoSuchFileException")
                .hasMessageNotContaining(name);
    }

    @Test
    void a_pipe_holds_nothing_up() throws Exception {
        HostileFiles.pipe(folder.resolve("pipe.pdf"));

        assertRefused("pipe.pdf", "is a pipe, socket or device, not a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"working", "done", "failed", "Done"})
    void sheets_that_were_taken_are_not_sent(String name) throws Exception {
        Files.createDirectory(folder.resolve(name));
        write(name + "/friends.results.csv", "to,message");

        assertRefused(name + "/friends.results.csv", "is in a folder of the inbox for sheets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customers.csv",
                "CUSTOMERS.CSV",
                "a.tsv",
                "a.txt",
                "a.xlsx",
                "a.xls",
                "a.zip",
                "old/a.csv",
                "a.properties"
            })
    void a_sheet_of_the_inbox_is_nobodys_attachment_wherever_the_folder_is(String name) throws Exception {
        Files.createDirectory(folder.resolve("old"));
        write(name, "to,message");

        assertRefused(name, "is in the inbox, where such a file is a sheet");
        files = new LocalFiles(new MediaFolder(parent, folder));
        assertRefused("inbox/" + name, "is in the inbox, where such a file is a sheet");
        assertRefused("inbox/done/friends.pdf", "is in a folder of the inbox for sheets");
    }

    @Test
    void in_another_folder_a_csv_file_is_as_good_as_any() throws Exception {
        write("prices.csv", "item,price");
        files = new LocalFiles(new MediaFolder(folder, parent.resolve("sheets")));

        assertThat(files.inspect("prices.csv").contentType()).isEqualTo("text/csv");
    }

    @Test
    void a_file_has_at_least_a_byte_and_at_most_what_linq_accepts() throws Exception {
        write("empty.pdf", "");
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large.pdf").toFile(), "rw")) {
            large.setLength(101L * 1024 * 1024);
        }

        assertRefused("empty.pdf", "is empty");
        assertRefused("large.pdf", "has 105906176 bytes, and Linq accepts 104857600 at most");
    }

    @ParameterizedTest
    @CsvSource({
        "flyer.pdf, 4D5A9000, is a program",
        "flyer.pdf, 7F454C46, is a program",
        "setup.exe, 4D5A9000, is a program",
        "run.txt, 23212F62696E2F7368, is a program",
        "flyer.pdf, 89504E470D0A1A0A, is no .pdf file: its content is that of a .png file",
        "photo.jpg, 3C68746D6C3E, is no .jpg file: its content is something else",
        "note.txt, 89504E470D0A1A0A, is no .txt file: its content is that of a .png file",
        "note.txt, 610062, is no .txt file",
        "page.webp, 52494646, is a .webp file",
        "README, 61, has no extension"
    })
    void a_file_is_refused_that_linq_does_not_send_or_that_is_not_what_its_name_says(
            String name, String content, String reason) throws Exception {
        files = new LocalFiles(new MediaFolder(folder, parent.resolve("sheets")));
        Files.write(folder.resolve(name), HexFormat.of().parseHex(content));

        assertRefused(name, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "a.jpeg, FFD8FFE0, image/jpeg",
        "a.png, 89504E470D0A1A0A00, image/png",
        "a.heic, 000000186674797068656963, image/heic",
        "a.mp4, 000000206674797069736F6D, video/mp4",
        "a.mov, 000000146D6F6F76, video/quicktime",
        "a.m4a, 00000020667479704D344120, audio/x-m4a",
        "a.mp3, 49443304, audio/mpeg",
        "a.docx, 504B0304, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a.txt, 48C3A9, text/plain",
        "a.csv, FFFE61002C00, text/csv",
        "a.txt, 424D57206973206120636172, text/plain",
        "a.pdf, 0A0A255044462D312E37, application/pdf",
        "a.vcf, 424547494E3A5643415244, text/vcard",
        "a.amr, 2321414D520A, audio/amr"
    })
    void linq_is_told_the_type_of_a_file(String name, String content, String type) throws Exception {
        files = new LocalFiles(new MediaFolder(folder, parent.resolve("sheets")));
        Files.write(folder.resolve(name), HexFormat.of().parseHex(content));

        assertThat(files.inspect(name).contentType()).isEqualTo(type);
    }

    static Stream<Arguments> commands_that_take_other_files() {
        TestCommand sticker = of("react")
                .with("message_id", "'b1a7c0de-1111-4a2b-8c3d-000000000101'")
                .with("reaction", "'sticker'");
        String noImage = "file \"flyer.pdf\" is of the type application/pdf, and ";
        return Stream.of(
                arguments(
                        of("update_group").with("group_chat_icon", "{'file': 'flyer.pdf'}"),
                        new Problem("/group_chat_icon/file", noImage + "an icon must be an image")),
                arguments(
                        aGroup("c").with("group_chat_icon", "{'file': 'flyer.pdf'}"),
                        new Problem("/group_chat_icon/file", noImage + "an icon must be an image")),
                arguments(
                        sticker.with("file", "'flyer.pdf'"),
                        new Problem("/file", noImage + "a sticker must be an image")),
                arguments(
                        aGroup("c").with("message", "{'parts': [{'type': 'media', 'file': 'none.amr'}]}"),
                        new Problem(
                                "/message/parts/0/file",
                                "file \"none.amr\" does not exist in the folder \"FOLDER\"; put it there, or correct the"
                                        + " name")),
                arguments(
                        aGroup("c")
                                .with(
                                        "message",
                                        "{'parts': [{'type': 'text', 'value': 'Hi'}, {'type': 'media', 'sticker': true, 'file': 'flyer.pdf'}]}"),
                        new Problem("/message/parts/1/file", noImage + "a sticker must be an image")),
                arguments(
                        of("set_background").with("background", "{'type': 'photo', 'file': 'photo.gif'}"),
                        new Problem(
                                "/background/file",
                                "file \"photo.gif\" is of the type image/gif, and a background must be jpg, png or heic")),
                arguments(
                        of("send_voice_memo").with("file", "'flyer.pdf'"),
                        new Problem("/file", noImage + "a voice memo must be mp3, m4a, aac, caf, wav, aiff or amr")),
                arguments(
                        of("send_voice_memo").with("file", "'long.amr'"),
                        new Problem(
                                "/file",
                                "file \"long.amr\" has 10485761 bytes, and a voice memo must have 10485760 at most")),
                arguments(
                        of("send_voice_memo").with("file", "'none.amr'"),
                        new Problem(
                                "/file",
                                "file \"none.amr\" does not exist in the folder \"FOLDER\"; put it there, or correct the"
                                        + " name")));
    }

    @ParameterizedTest
    @MethodSource("commands_that_take_other_files")
    void a_file_is_refused_at_its_place_that_linq_does_not_take_there(TestCommand command, Problem problem)
            throws Exception {
        write("flyer.pdf", PDF);
        write("photo.gif", "GIF89a");
        try (RandomAccessFile memo =
                new RandomAccessFile(folder.resolve("long.amr").toFile(), "rw")) {
            memo.writeBytes("#!AMR");
            memo.setLength(10 * 1024 * 1024 + 1);
        }

        assertThat(TestCommand.refusal(files::read, command.read()).problems())
                .containsExactly(
                        new Problem(problem.pointer(), problem.message().replace("FOLDER", folder.toString())));
    }

    @Test
    void a_command_has_each_file_that_it_names() throws Exception {
        write("memo.amr", "#!AMR");
        Files.write(folder.resolve("logo.png"), HexFormat.of().parseHex("89504E470D0A1A0A"));
        TestCommand group = aGroup("c")
                .with("group_chat_icon", "{'file': 'logo.png'}")
                .with("message/media", "[{'file': 'memo.amr'}, {'file': 'logo.png'}]");

        assertThat(files.read(of("send_voice_memo").with("file", "'memo.amr'").read())
                        .envelope()
                        .files())
                .extracting(LocalFile::name)
                .containsExactly("memo.amr");
        assertThat(files.read(group.read()).envelope().files())
                .extracting(LocalFile::name)
                .containsExactly("memo.amr", "logo.png");
    }

    /** What a field of a part means that this version does not know, is not known. */
    @Test
    void a_part_of_another_type_names_no_file() throws Exception {
        TestCommand message = TestCommand.aMessage("c")
                .with(
                        "message",
                        "{'parts': [{'type': 'poster', 'file': 'none.png'}, {'type': 'media', 'file': 'a.amr'}]}");
        write("a.amr", "#!AMR");

        assertThat(files.read(message.read()).envelope().files())
                .extracting(LocalFile::name)
                .containsExactly("a.amr");
    }

    private static TestCommand of(String type) {
        return TestCommand.aCommand(type, "c").with("group_ref", "'a'");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private void assertRefused(String name, String reason) {
        assertThatThrownBy(() -> files.inspect(name))
                .isInstanceOf(RefusedFile.class)
                .hasMessageContaining(reason);
    }

    private static String sha256(String content) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
    }
}
