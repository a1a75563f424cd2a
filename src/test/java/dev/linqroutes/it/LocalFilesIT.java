package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A picture beside the sheets arrives in the chats. */
class LocalFilesIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] PICTURE = HexFormat.of().parseHex("89504E470D0A1A0A0000");

    @Test
    void a_local_file_is_uploaded_once_and_arrives_with_the_messages_of_a_file_and_of_a_topic() throws Exception {
        program().start();
        Path picture = folder.resolve("inbox/menu.png");
        Files.write(picture, PICTURE);
        drop(
                "groups.jsonl",
                command("a", "{\"text\": \"Menu\", \"media\": [{\"file\": \"menu.png\"}]}", 1)
                        + command("b", "{\"text\": \"Menu\", \"media\": [{\"file\": \"menu.png\"}]}", 2)
                        + command("c", "{\"text\": \"Menu\", \"media\": [{\"file\": \"../menu.png\"}]}", 3));
        await().atMost(LONG).until(() -> Files.exists(folder.resolve("inbox/done/groups.results.csv")));
        // Its bytes are in the ledger.
        Files.delete(picture);
        await().atMost(LONG).untilAsserted(() -> assertThat(mediaNames()).containsExactly("menu.png", "menu.png"));

        Files.write(picture, PICTURE);
        topics.produce("d", command("d", "{\"media\": [{\"file\": \"menu.png\"}], \"text\": \"Again\"}", 4));
        topics.produce("e", command("e", "{\"media\": [{\"file\": \"none.png\"}], \"text\": \"None\"}", 5));

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(mediaNames()).containsExactly("menu.png", "menu.png", "menu.png"));
        assertThat(linq.countRequests("/attachments")).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("inbox/done/groups.results.csv")))
                .contains("is not in the folder");
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                .anySatisfy(outcome -> assertThat(outcome.toString())
                        .contains("\"command_id\":\"e\"")
                        .contains("does not exist in the folder")));
    }

    /** Linq takes two of them by an address only. */
    @Test
    void a_group_gets_an_icon_a_background_a_voice_memo_and_a_sticker_from_local_files() throws Exception {
        program().start();
        Files.write(folder.resolve("inbox/logo.png"), PICTURE);
        Files.writeString(folder.resolve("inbox/memo.amr"), "#!AMR");
        String to = ", \"group_ref\": \"g\"}\n";
        drop(
                "look.jsonl",
                command("g", "{\"text\": \"Hello\"}", 1)
                        + "{\"type\": \"update_group\", \"group_chat_icon\": {\"file\": \"logo.png\"}" + to
                        + "{\"type\": \"set_background\", \"background\": {\"type\": \"photo\", \"file\": \"logo.png\"}"
                        + to
                        + "{\"type\": \"react\", \"message_of\": {\"command_id\": \"g\"}, \"reaction\": \"sticker\", \"file\": \"logo.png\""
                        + to
                        + "{\"type\": \"send_voice_memo\", \"file\": \"memo.amr\"" + to
                        + "{\"type\": \"send_voice_memo\", \"file\": \"logo.png\"" + to);

        await().atMost(LONG).untilAsserted(() -> {
            String chats = linq.record().get("chats").toString();
            assertThat(chats)
                    .contains("\"icon_source\":\"http://")
                    .contains("\"detail\":{\"type\":\"photo\",\"image_url\":\"http://")
                    .contains("\"file_name\":\"logo.png\"")
                    .contains("\"filename\":\"memo.amr\"");
        });
        assertThat(linq.countRequests("/attachments")).isEqualTo(2);
        Path results = folder.resolve("inbox/done/look.results.csv");
        await().atMost(LONG).until(() -> Files.exists(results));
        assertThat(Files.readString(results)).contains("a voice memo must be mp3, m4a, aac, caf, wav, aiff or amr");
    }

    private static String command(String id, String message, int member) {
        return "{\"type\": \"create_group\", \"command_id\": \"%s\", \"group_ref\": \"%s\", \"to\": [\"+1202555010%d\", \"+12025550199\"], \"message\": %s}%n"
                .formatted(id, id, member, message);
    }

    private List<String> mediaNames() throws Exception {
        return StreamSupport.stream(linq.record().get("chats").spliterator(), false)
                .flatMap(chat -> chat.get("messages").findParents("filename").stream())
                .map(part -> part.get("filename").asText())
                .toList();
    }
}
