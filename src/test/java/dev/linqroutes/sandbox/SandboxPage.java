package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.net.URI;
import java.util.List;

/** The sandbox's page in a real browser, and a group to look at. */
final class SandboxPage {
    private SandboxPage() {}

    /** @param hash which part of it; {@code #/requests} */
    static Browser open(TestSandbox linq, String hash) {
        Browser browser =
                Browser.open(URI.create("http://127.0.0.1:" + linq.server().port() + "/" + hash));
        browser.resize(1440, 900);
        return browser;
    }

    /** A group with some history. */
    static String lunch(TestSandbox linq) {
        String chat = linq.create(
                        List.of(ANN, BOB, CAROL),
                        TestSandbox.aText("Lunch on Friday?").put("idempotency_key", "lunch-7-1"))
                .chatId();
        linq.nameAndWait(chat, "Lunch club");
        linq.says(ANN, chat, "Sounds good! Where?");
        linq.send(chat, TestSandbox.aText("Roma, at noon.").put("idempotency_key", "lunch-7-2"));
        ObjectNode link = inChat(chat);
        link.putArray("parts").addObject().put("type", "link").put("value", "https://example.com/restaurants/roma");
        linq.person(CAROL, "messages", link);
        ObjectNode poll = inChat(chat);
        poll.putArray("poll").add("Tuesday").add("Thursday");
        linq.person(ANN, "messages", poll);
        return chat;
    }

    static ObjectNode inChat(String chat) {
        return JsonTrees.object().put("chat_id", chat);
    }

    static void fits(Browser browser) {
        assertThat((Long) browser.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as("nothing is cut off at the side")
                .isLessThanOrEqualTo(0);
    }
}
