package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.aMediaPart;
import static dev.linqroutes.sandbox.TestSandbox.aMessage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxAttachmentTest {
    @TempDir
    static Path directory;

    private static final byte[] PICTURE = TestSandbox.PNG;
    private static final byte[] RECORDING = {1, 2, 3, 4, 5};
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path journal = directory.resolve(UUID.randomUUID() + ".jsonl");

    @RegisterExtension
    final TestSandbox linq =
            new TestSandbox(options -> options.withJournal(journal).withAttachmentDelay(Duration.ofMinutes(1)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private Reply announce(String name, String type, long size) {
        return linq.post(
                "/attachments",
                JsonTrees.object()
                        .put("filename", name)
                        .put("content_type", type)
                        .put("size_bytes", size));
    }

    private int put(String url, String type, byte[] bytes) {
        return status(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build());
    }

    private int status(HttpRequest request) {
        return send(request).statusCode();
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<byte[]> download(Reply announced) {
        return send(HttpRequest.newBuilder(URI.create(announced.text("/download_url")))
                .build());
    }

    private void wait(String time) {
        linq.admin("POST", "/time", JsonTrees.object().put("advance", time));
    }

    private Reply uploaded(String name, String type, byte[] bytes) {
        Reply announced = announce(name, type, bytes.length);
        assertThat(put(announced.text("/upload_url"), type, bytes)).isEqualTo(200);
        wait("PT1M");
        return announced;
    }

    private Reply aPicture() {
        return uploaded("site plan.png", "image/png", PICTURE);
    }

    private static ObjectNode attached(Reply announced) {
        return JsonTrees.object().put("type", "media").put("attachment_id", announced.text("/attachment_id"));
    }

    private String aGroup() {
        return linq.createGroup("Welcome!", ANN, BOB).chatId();
    }

    @Test
    void an_attachment_is_sent_with_its_name_type_size_and_address() {
        linq.subscribe(inbox.url(), "message.sent");
        Reply picture = aPicture();

        Reply created = linq.create(List.of(ANN, BOB), aMessage(attached(picture)));

        JsonNode part = created.body().at("/chat/message/parts/0");
        assertThat(part.path("id").asText()).isEqualTo(picture.text("/attachment_id"));
        assertThat(part.path("filename").asText()).isEqualTo("site plan.png");
        assertThat(part.path("mime_type").asText()).isEqualTo("image/png");
        assertThat(part.path("size_bytes").intValue()).isEqualTo(PICTURE.length);
        assertThat(part.path("url").asText()).isEqualTo(picture.text("/download_url"));
        JsonNode sent = inbox.awaitFirst("message.sent").body().at("/data/parts/0");
        assertThat(sent.path("filename").asText()).isEqualTo("site plan.png");
    }

    @Test
    void the_bytes_can_be_downloaded_until_the_attachment_is_deleted() {
        Reply picture = aPicture();

        assertThat(download(picture).body()).isEqualTo(PICTURE);
        assertThat(download(picture).headers().firstValue("Content-Type")).contains("image/png");
        String path = "/attachments/" + picture.text("/attachment_id");
        assertThat(linq.call("DELETE", path, "").status()).isEqualTo(204);
        assertThat(download(picture).statusCode()).isEqualTo(404);
        assertThat(linq.get(path).code()).isEqualTo(2003);
        assertThat(linq.send(aGroup(), aMessage(attached(picture))).code()).isEqualTo(2003);
    }

    @Test
    void an_attachment_can_be_used_once_it_is_ready() {
        String chat = aGroup();
        Reply announced = announce("a.png", "image/png", PICTURE.length);
        String path = "/attachments/" + announced.text("/attachment_id");
        assertThat(linq.send(chat, aMessage(attached(announced))).code()).isEqualTo(2007);

        put(announced.text("/upload_url"), "image/png", PICTURE);

        assertThat(linq.send(chat, aMessage(attached(announced))).code()).isEqualTo(2007);
        assertThat(linq.get(path).text("/status")).isEqualTo("pending");
        wait("PT1M");
        assertThat(linq.get(path).text("/status")).isEqualTo("complete");
        assertThat(linq.send(chat, aMessage(attached(announced))).status()).isEqualTo(202);
    }

    @Test
    void its_own_address_names_an_attachment_too() {
        Reply picture = aPicture();

        Reply sent = linq.send(aGroup(), aMessage(aMediaPart(picture.text("/download_url"))));

        assertThat(sent.text("/message/parts/0/id")).isEqualTo(picture.text("/attachment_id"));
    }

    @Test
    void an_attachment_that_is_deleted_stays_deleted_also_after_a_restart() {
        Reply picture = aPicture();
        String path = "/attachments/" + picture.text("/attachment_id");
        linq.call("DELETE", path, "");

        assertThat(put(picture.text("/upload_url"), "image/png", PICTURE)).isEqualTo(403);
        linq.restart();

        assertThat(linq.get(path).code()).isEqualTo(2003);
    }

    @Test
    void an_attachment_outlives_a_restart() {
        Reply picture = aPicture();
        linq.restart();

        assertThat(linq.send(aGroup(), aMessage(attached(picture))).status()).isEqualTo(202);
    }

    @Test
    void an_upload_must_be_what_was_announced() {
        Reply announced = announce("a.png", "image/png", PICTURE.length);
        String url = announced.text("/upload_url");

        assertThat(announced.text("/http_method")).isEqualTo("PUT");
        assertThat(announced.text("/required_headers/Content-Type")).isEqualTo("image/png");
        assertThat(announced.text("/required_headers/Content-Length")).isEqualTo("8");
        assertThat(put(url, "image/jpeg", PICTURE)).isEqualTo(403);
        assertThat(put(url, "image/png", new byte[4])).isEqualTo(403);
        assertThat(put(url, "image/png", new byte[2_000_000])).isEqualTo(403);
        assertThat(put(url + "0", "image/png", PICTURE)).isEqualTo(403);
        assertThat(linq.get("/attachments/" + announced.text("/attachment_id")).text("/status"))
                .isEqualTo("pending");
    }

    @Test
    void an_upload_meets_the_faults_of_storage_and_an_announcement_those_of_the_api() {
        Reply announced = announce("plan.png", "image/png", PICTURE.length);
        String url = announced.text("/upload_url");

        linq.faults(JsonTrees.object().put("error_before", 1.0));
        assertThat(put(url, "image/png", PICTURE)).isEqualTo(503);
        assertThat(linq.get("/attachments/" + announced.text("/attachment_id")).code())
                .isEqualTo(4004);
        linq.faults(JsonTrees.object().put("error_after", 1.0));
        assertThat(put(url, "image/png", PICTURE)).isEqualTo(500);
        linq.faults(JsonTrees.object().put("not_ready", 1.0));
        assertThat(announce("plan.png", "image/png", PICTURE.length).code()).isEqualTo(2007);
        assertThat(put(url, "image/png", PICTURE)).isEqualTo(200);

        assertThat(linq.struck("not_ready")).isEqualTo(1);
    }

    @Test
    void a_file_that_is_certainly_of_another_type_is_not_sent() {
        Reply announced = uploaded("a.jpg", "image/jpeg", PICTURE);

        assertThat(linq.get("/attachments/" + announced.text("/attachment_id")).text("/status"))
                .isEqualTo("failed");
        assertThat(linq.send(aGroup(), aMessage(attached(announced))).code()).isEqualTo(5006);
        assertThat(linq.post("/chats/" + aGroup() + "/voicememo", attached(uploaded("a.mp3", "audio/mpeg", PICTURE)))
                        .code())
                .isEqualTo(5006);

        linq.restart();

        assertThat(linq.send(aGroup(), aMessage(attached(announced))).code()).isEqualTo(5006);
    }

    @Test
    void an_upload_url_is_valid_for_15_minutes() {
        Reply announced = announce("a.png", "image/png", PICTURE.length);
        wait("PT16M");

        assertThat(put(announced.text("/upload_url"), "image/png", PICTURE)).isEqualTo(403);
        assertThat(linq.get("/attachments/" + announced.text("/attachment_id")).text("/status"))
                .isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource({
        "'', image/png, 1, 1005",
        "a.flac, audio/flac, 1, 5004",
        "a.png, image/png, 0, 1005",
        "a.png, image/png, 104857601, 5005"
    })
    void what_linq_does_not_take_is_refused_before_the_upload(String name, String type, long size, int code) {
        assertThat(announce(name, type, size).code()).isEqualTo(code);
    }

    @Test
    void a_voice_memo_is_a_recording_of_at_most_10_megabytes() {
        String path = "/chats/" + aGroup() + "/voicememo";
        Reply memo = uploaded("memo.m4a", "audio/x-m4a", RECORDING);

        Reply sent = linq.post(path, attached(memo));

        assertThat(sent.text("/voice_memo/voice_memo/url")).isEqualTo(memo.text("/download_url"));
        assertThat(linq.post(path, attached(aPicture())).code()).isEqualTo(5004);
        assertThat(linq.post(path, attached(uploaded("a.wav", "audio/x-wav", new byte[10 * 1024 * 1024 + 1])))
                        .code())
                .isEqualTo(5005);
        assertThat(linq.post(path, JsonTrees.object().put("voice_memo_url", "https://example.com/a.pdf"))
                        .code())
                .isEqualTo(5004);
    }

    @ParameterizedTest
    @ValueSource(ints = {5002, 5004, 5005, 5006, 5007})
    void an_address_chooses_the_outcome_of_its_download(int code) {
        String chat = aGroup();
        String url = "https://example.com/sandbox-" + code + "/a.png";

        assertThat(linq.send(chat, aMessage(aMediaPart(url))).code()).isEqualTo(code);
        assertThat(linq.call("PUT", "/chats/" + chat, JsonTrees.object().put("group_chat_icon", url))
                        .code())
                .isEqualTo(code);
        assertThat(linq.post(
                                "/chats/" + chat + "/background",
                                JsonTrees.object().put("type", "photo").put("image_url", url))
                        .code())
                .isEqualTo(code);
    }

    @Test
    void files_that_linq_does_not_send_are_refused_by_their_name() {
        String chat = aGroup();

        assertThat(linq.send(chat, aMessage(aMediaPart("https://example.com/a.flac")))
                        .code())
                .isEqualTo(5004);
        assertThat(linq.send(chat, aMessage(aMediaPart("https://example.com"))).status())
                .isEqualTo(202);
        assertThat(linq.send(chat, aMessage(aMediaPart("https://example.com/v1.2/a")))
                        .status())
                .isEqualTo(202);
        assertThat(linq.call(
                                "PUT",
                                "/chats/" + chat,
                                JsonTrees.object().put("group_chat_icon", "https://example.com/a.pdf"))
                        .code())
                .isEqualTo(5007);
    }

    @Test
    void an_image_can_be_sent_as_a_sticker() {
        String chat = aGroup();

        assertThat(linq.send(chat, aMessage(attached(aPicture()).put("sticker", true)))
                        .status())
                .isEqualTo(202);
        assertThat(linq.send(
                                chat,
                                aMessage(aMediaPart("https://example.com/a.pdf").put("sticker", true)))
                        .code())
                .isEqualTo(1005);
    }

    private int codeOfIcon(Reply announced) {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        return linq.call(
                        "PUT",
                        "/chats/" + chat,
                        JsonTrees.object().put("group_chat_icon", announced.text("/download_url")))
                .code();
    }

    @Test
    void an_icon_that_is_an_attachment_has_to_be_there_and_a_picture() {
        Reply announced = announce("logo.png", "image/png", PICTURE.length);
        assertThat(codeOfIcon(announced)).isEqualTo(5007);
        put(announced.text("/upload_url"), "image/png", PICTURE);
        assertThat(codeOfIcon(announced)).as("not processed yet").isEqualTo(5007);
        wait("PT1M");

        assertThat(codeOfIcon(announced)).isZero();
        assertThat(codeOfIcon(uploaded("logo.png", "image/png", "%PDF-1.7".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(5006);
    }

    @Test
    void an_address_that_only_looks_like_an_attachment_is_none() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        String url = "https://example.com/attachments/partners/acct-sandbox/" + UUID.randomUUID() + "/a.png";

        assertThat(linq.call("PUT", "/chats/" + chat, JsonTrees.object().put("group_chat_icon", url))
                        .code())
                .isEqualTo(5007);
    }
}
