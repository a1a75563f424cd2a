package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a chat shows between its messages. */
class SandboxChatChangeTest {
    @TempDir
    Path directory;

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withJournal(directory.resolve("journal")));

    @Test
    void each_change_of_a_group_says_who_made_it() {
        String chat = linq.createGroup("one", ANN, BOB, CAROL).chatId();
        linq.person(ANN, "rename", in(chat).put("display_name", "Lunch"));
        linq.person(BOB, "add", in(chat).put("handle", DAVE));
        linq.person(CAROL, "remove", in(chat).put("handle", ANN));
        linq.person(BOB, "leave", in(chat));
        linq.nameAndWait(chat, "Dinner");
        linq.add(chat, BOB);
        await().until(() -> linq.statusOf(BOB, chat).equals("active"));

        assertThat(changes(chat))
                .containsExactly(
                        "started null by " + LINE,
                        "named Lunch by " + ANN,
                        "joined " + DAVE + " by " + BOB,
                        "removed " + ANN + " by " + CAROL,
                        "left " + BOB + " by " + BOB,
                        "named Dinner by " + LINE,
                        "joined " + BOB + " by " + LINE);
    }

    @Test
    void who_changed_a_group_outlives_a_restart() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.person(ANN, "rename", in(chat).put("display_name", "Lunch"));

        linq.restart();

        assertThat(changes(chat)).containsExactly("started null by " + LINE, "named Lunch by " + ANN);
    }

    @Test
    void who_began_a_chat_is_the_line_or_a_person() {
        ObjectNode group = JsonTrees.object().put("text", "Hello");
        group.set("with", JsonTrees.texts(List.of(BOB)));
        String chat = linq.person(ANN, "chats", group).text("/id");

        assertThat(changes(chat)).containsExactly("started null by " + ANN);
    }

    private List<String> changes(String chat) {
        return linq.admin("GET", "/chats/" + chat, JsonTrees.object())
                .body()
                .path("changes")
                .valueStream()
                .map(SandboxChatChangeTest::words)
                .toList();
    }

    private static String words(JsonNode change) {
        return change.path("kind").asText() + " " + change.path("value").asText("null") + " by "
                + change.path("by").asText();
    }

    private static ObjectNode in(String chat) {
        return SandboxPage.inChat(chat);
    }
}
