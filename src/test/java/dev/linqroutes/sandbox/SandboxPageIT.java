package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A developer uses the sandbox's page in a real browser. The pictures of it are in {@code target/pictures}. */
class SandboxPageIT {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    @Test
    void without_chats_the_page_says_how_to_begin() throws IOException {
        try (Browser browser = open()) {
            browser.see("Your own Linq, on your machine");
            browser.see("export LINQ_API_URL=" + linq.server().apiUrl());
            browser.see("live");
            browser.picture("sandbox-start");

            browser.click("Make an example group");

            browser.see("Shall we have lunch?");
            browser.see("Named “Lunch”");
            browser.click("Tuesday");
            browser.see("1 voter");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_member_writes_reacts_and_votes_and_the_program_hears_of_it() throws IOException {
        linq.subscribe(inbox.url(), "message.received", "reaction.added", "poll.vote.added");
        String chat = lunch();
        try (Browser browser = open()) {
            browser.see("Lunch on Friday?");
            browser.choose("Write as", BOB);
            browser.type("Message", "Count me in");
            browser.press("\n");
            browser.see("Count me in");
            browser.picture("sandbox-desktop-light");
            browser.prefer("dark");
            browser.picture("sandbox-desktop-dark");
            assertThat(inbox.awaitFirst("message.received").text()).contains("Count me in");

            browser.clickLabelled("React love");
            browser.see("❤️");
            browser.click("Thursday");
            browser.see("1 voter");
            assertThat(inbox.awaitFirst("reaction.added").text()).contains(BOB);
            assertThat(inbox.awaitFirst("poll.vote.added").text()).contains(BOB);

            browser.clickLabelled("Reply");
            browser.see("Reply to:");
            browser.type("Message", "Me too");
            browser.click("Send");
            browser.see("Me too");
            assertThat(linq.textsIn(chat)).contains("Me too");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void members_rename_add_remove_and_leave() throws IOException {
        String chat = lunch();
        try (Browser browser = open()) {
            browser.see("Lunch on Friday?");
            browser.click("Members");
            browser.type("Name of the group", "Dinner");
            browser.click("Rename");
            browser.see("Named “Dinner”");
            browser.type("Handle to add", DAVE);
            browser.clickExactly("Add");
            browser.see(DAVE + " joined");
            browser.picture("sandbox-members");
            browser.click("Leave");
            browser.see("left");
            browser.click("Add back");
            await().until(() -> linq.chat(chat).path("handles").valueStream().allMatch(member -> member.path("status")
                    .asText()
                    .equals("active")));
            assertThat(browser.errors()).isEmpty();
        }
    }

    /** A group with some history. */
    private String lunch() {
        String chat = linq.createGroup("Lunch on Friday?", ANN, BOB, CAROL).chatId();
        linq.nameAndWait(chat, "Lunch club");
        linq.person(ANN, "messages", inChat(chat).put("text", "Sounds good! Where?"));
        ObjectNode link = inChat(chat);
        link.putArray("parts").addObject().put("type", "link").put("value", "https://example.com/restaurants/roma");
        linq.person(CAROL, "messages", link);
        ObjectNode poll = inChat(chat);
        poll.putArray("poll").add("Tuesday").add("Thursday");
        linq.person(ANN, "messages", poll);
        return chat;
    }

    private static ObjectNode inChat(String chat) {
        return JsonTrees.object().put("chat_id", chat);
    }

    private Browser open() {
        Browser browser =
                Browser.open(URI.create("http://127.0.0.1:" + linq.server().port() + "/"));
        browser.resize(1440, 900);
        return browser;
    }
}
