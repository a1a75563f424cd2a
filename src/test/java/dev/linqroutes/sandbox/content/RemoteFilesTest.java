package dev.linqroutes.sandbox.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linqroutes.sandbox.http.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a file that was fetched. */
class RemoteFilesTest {
    private static final String URL = "https://example.com/a.png";
    private static final byte[] PNG = HexFormat.of().parseHex("89504E470D0A1A0A");
    private static final byte[] PAGE = "<!doctype html>".getBytes(StandardCharsets.UTF_8);

    private static RemoteFile there(String type, byte[] bytes) {
        return new RemoteFile(RemoteFile.Outcome.THERE, Optional.of(type), bytes.length, bytes);
    }

    private static int codeOfImage(String url, RemoteFile file) {
        return code(() -> FetchedFiles.during(Map.of(url, file), () -> {
            RemoteFiles.requireImage(url, "group_chat_icon");
            return file;
        }));
    }

    private static int codeOfMedia(RemoteFile file) {
        return code(() -> FetchedFiles.during(Map.of(URL, file), () -> RemoteFiles.requireMedia(URL)));
    }

    private static int code(Runnable call) {
        ApiError refusal = catchThrowableOfType(ApiError.class, call::run);
        return refusal == null ? 0 : refusal.code();
    }

    @Test
    void a_picture_that_is_there_is_both_an_image_and_media() {
        assertThat(codeOfImage(URL, there("image/png", PNG))).isZero();
        assertThat(codeOfMedia(there("image/png", PNG))).isZero();
        assertThat(codeOfMedia(there("application/octet-stream", PNG))).isZero();
    }

    @Test
    void a_file_that_is_not_there_has_one_code_as_an_image_and_another_as_media() {
        assertThat(codeOfImage(URL, RemoteFile.notThere())).isEqualTo(5007);
        assertThat(codeOfMedia(RemoteFile.notThere())).isEqualTo(5002);
    }

    @Test
    void a_file_may_be_too_large() {
        assertThat(codeOfImage(URL, RemoteFile.tooLarge())).isEqualTo(5005);
        assertThat(codeOfMedia(RemoteFile.tooLarge())).isEqualTo(5005);
    }

    @Test
    void a_page_that_comes_for_a_picture_is_of_another_type() {
        assertThat(codeOfImage(URL, there("text/html", PAGE))).isEqualTo(5006);
        assertThat(codeOfMedia(there("text/html", PAGE))).isEqualTo(5006);
        assertThat(codeOfMedia(there("image/jpeg", PNG))).isEqualTo(5006);
    }

    @ParameterizedTest
    @CsvSource({"text/html, 5007", "application/octet-stream, 5007", "image/bmp, 0"})
    void where_the_address_tells_nothing_the_server_says_whether_it_is_an_image(String type, int code) {
        assertThat(codeOfImage("https://example.com/icon", there(type, PAGE))).isEqualTo(code);
    }

    @Test
    void addresses_of_linq_are_not_fetched() {
        String own = "https://cdn.linqapp.com/icons/a.png";

        assertThat(code(() -> FetchedFiles.during(Map.of(), () -> {
                    RemoteFiles.requireImage(own, "group_chat_icon");
                    return own;
                })))
                .isZero();
    }

    @Test
    void an_address_that_was_not_fetched_yet_is_named() {
        assertThatThrownBy(() -> FetchedFiles.during(Map.of(), () -> RemoteFiles.requireMedia(URL)))
                .isInstanceOfSatisfying(FetchedFiles.Missing.class, missing -> assertThat(missing.url())
                        .isEqualTo(URL));
        assertThat(RemoteFiles.requireMedia(URL)).as("where nothing is fetched").isEmpty();
    }

    @Test
    void an_icon_that_linq_serves_can_be_sent_without_a_download() {
        String icon = "https://cdn.linqapp.com/icons/3f0f9f2e-0000-4000-8000-000000000000";

        assertThat(FetchedFiles.during(Map.of(), () -> RemoteFiles.requireMedia(icon)))
                .isEmpty();
    }
}
