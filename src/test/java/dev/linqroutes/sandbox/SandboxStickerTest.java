package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxStickerTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private String message;
    private Reply image;

    @BeforeEach
    void aMessageAndAnImage() {
        message = linq.createGroup("Welcome!", ANN, BOB).messageId();
        image = anUpload("star.png", "image/png");
    }

    private Reply anUpload(String name, String type) {
        byte[] bytes = type.equals("image/png") ? TestSandbox.PNG : new byte[4];
        Reply announced = linq.post(
                "/attachments",
                JsonTrees.object()
                        .put("filename", name)
                        .put("content_type", type)
                        .put("size_bytes", bytes.length));
        linq.upload(announced.text("/upload_url"), type, bytes);
        return announced;
    }

    private static ObjectNode aSticker(Reply file) {
        return JsonTrees.object()
                .put("operation", "add")
                .put("type", "sticker")
                .put("attachment_id", file.text("/attachment_id"));
    }

    private Reply react(ObjectNode sticker) {
        return linq.post("/messages/" + message + "/reactions", sticker);
    }

    private JsonNode reactions() {
        return linq.get("/messages/" + message).body().at("/parts/0/reactions");
    }

    private Reply move(String reaction, ObjectNode placement) {
        return linq.call(
                "PATCH",
                "/messages/" + message + "/reactions/" + reaction,
                JsonTrees.object().set("placement", placement));
    }

    @Test
    void a_sticker_is_an_uploaded_image_on_a_message() {
        linq.subscribe(inbox.url(), "reaction.added");

        assertThat(react(aSticker(image)).status()).isEqualTo(202);

        JsonNode event = inbox.awaitFirst("reaction.added").body().path("data");
        assertThat(event.path("reaction_type").asText()).isEqualTo("sticker");
        assertThat(event.at("/sticker/file_name").asText()).isEqualTo("star.png");
        assertThat(event.at("/sticker/url").asText()).isEqualTo(image.text("/download_url"));
        assertThat(reactions().at("/0/id").asText()).isEqualTo(event.path("id").asText());
    }

    @Test
    void a_message_can_have_many_stickers_and_loses_none() {
        react(aSticker(image));
        react(aSticker(image));

        assertThat(react(aSticker(image).put("operation", "remove")).code()).isEqualTo(1005);
        assertThat(reactions()).hasSize(2);
    }

    @Test
    void a_sticker_can_be_moved() {
        ObjectNode sticker = aSticker(image);
        sticker.putObject("placement").put("x", 0.5);
        react(sticker);
        String id = reactions().at("/0/id").asText();
        assertThat(reactions().at("/0/sticker/placement/x").doubleValue()).isEqualTo(0.5);

        Reply moved = move(id, JsonTrees.object().put("x", -1).put("scale", 9));

        assertThat(moved.status()).isEqualTo(202);
        assertThat(reactions()).hasSize(1);
        assertThat(reactions().at("/0/sticker/placement/x").doubleValue()).isEqualTo(-1);
        assertThat(reactions().at("/0/sticker/placement/scale").doubleValue()).isEqualTo(1.5);
        assertThat(move(id, JsonTrees.object().put("y", 2)).code()).isEqualTo(1005);
        assertThat(move(UUID.randomUUID().toString(), JsonTrees.object()).code())
                .isEqualTo(2002);
    }

    @Test
    void a_sticker_comes_from_exactly_one_own_image() {
        ObjectNode foreign = JsonTrees.object()
                .put("operation", "add")
                .put("type", "sticker")
                .put("url", "https://example.com/a.png");

        assertThat(react(foreign).code()).isEqualTo(1005);
        assertThat(react(aSticker(image).put("url", image.text("/download_url")))
                        .code())
                .isEqualTo(1004);
        assertThat(react(aSticker(anUpload("a.pdf", "application/pdf"))).code()).isEqualTo(5004);
        assertThat(react(foreign.put("url", image.text("/download_url"))).status())
                .isEqualTo(202);
    }

    @Test
    void only_imessage_has_stickers() {
        react(aSticker(image));
        String id = reactions().at("/0/id").asText();
        linq.reachBy(BOB, "RCS");
        linq.send(linq.get("/messages/" + message).text("/chat_id"), "again");

        assertThat(react(aSticker(image)).code()).isEqualTo(2017);
        assertThat(move(id, JsonTrees.object()).code()).isEqualTo(2017);
    }
}
