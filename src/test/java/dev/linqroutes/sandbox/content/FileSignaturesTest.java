package dev.linqroutes.sandbox.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSignaturesTest {
    private static final String PNG = "89504E470D0A1A0A0000000D49484452";

    private static boolean contradict(String type, String hex) {
        return FileSignatures.contradict(type, HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "image/svg+xml", "text/plain", "application/pdf", "video/mp4", "audio/mpeg"})
    void a_picture_is_nothing_else(String type) {
        assertThat(contradict("image/png", PNG)).isFalse();
        assertThat(contradict(type, PNG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "image/jpeg",
                "image/gif",
                "image/tiff",
                "image/webp",
                "image/heic",
                "audio/x-caf",
                "audio/x-aiff",
                "audio/amr",
                "text/rtf"
            })
    void a_text_is_no_file_that_always_begins_otherwise(String type) {
        assertThat(FileSignatures.contradict(type, "Hello, world".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(FileSignatures.contradict(type, new byte[0])).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/csv",
                "text/vcard",
                "application/pdf",
                "application/msword",
                "application/zip",
                "video/quicktime",
                "audio/mpeg",
                "audio/aac",
                "image/bmp",
                "image/svg+xml"
            })
    void what_is_not_certain_contradicts_nothing(String type) {
        assertThat(FileSignatures.contradict(type, "Hello, world".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "image/tiff, 4D4D002A00000008",
        "image/tiff, 49492B0008000000",
        "image/tiff, 4D4D002B00080000",
        "audio/x-caf, 6361666600010000",
        "audio/x-aiff, 464F524D0000000041494643",
        "image/webp, 524946460000000057454250",
        "audio/x-wav, 524946460000000057415645",
        "image/heic, 00000018667479706865696300000000",
        "video/mp4, 0000001866747970",
        "audio/x-m4a, 0000001866747970",
        "application/pdf, 255044462D312E37",
        "application/epub+zip, 504B030414000000",
        "application/zip, 504B030414000000",
        "application/msword, D0CF11E0A1B11AE1"
    })
    void a_file_is_of_each_type_that_begins_so(String type, String hex) {
        assertThat(contradict(type, hex)).isFalse();
        assertThat(contradict("text/plain", hex)).isTrue();
        assertThat(contradict("image/gif", hex)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caffeine is a drug",
                "The MIDIWAVE format",
                "sea-sickWEBP",
                "drop of AIFF and on",
                "no, ftyp is a box",
                "GIF8 is not a version",
                "MThd begins MIDI"
            })
    void a_text_that_only_resembles_another_file_is_a_text(String text) {
        assertThat(FileSignatures.contradict("text/plain", text.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
