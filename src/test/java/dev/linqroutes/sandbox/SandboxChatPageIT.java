package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.SandboxPage.inChat;
import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The list of chats and the open chat of the sandbox's page, in a real browser. */
class SandboxChatPageIT {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @Test
    void what_was_begun_to_write_is_there_again_when_the_chat_is() throws IOException {
        String lunch = SandboxPage.lunch(linq);
        String table = linq.create(List.of(DAVE), TestSandbox.aText("Your table is ready"))
                .chatId();
        try (Browser browser = SandboxPage.open(linq, "#/chat/" + lunch)) {
            browser.see("Sounds good! Where?");
            browser.evaluate("document.querySelector('.message').focus()");
            browser.clickLabelled("Reply");
            browser.see("Reply to:");
            browser.click("Link");
            browser.type("Message", "https://example.com/menu");

            browser.go("#/chat/" + table);
            browser.see("direct chat");
            browser.see("Draft: https://example.com/menu");
            assertThat(written(browser)).isEmpty();
            assertThat(browser.text()).doesNotContain("Reply to:");
            browser.picture("sandbox-draft");

            browser.go("#/chat/" + lunch);
            browser.see("Reply to: Lunch on Friday?");
            assertThat(written(browser)).isEqualTo("https://example.com/menu");
            browser.click("Send");
            await().until(() -> linq.textsIn(lunch).contains("https://example.com/menu"));

            browser.go("#/chat/" + table);
            browser.see("direct chat");
            assertThat(browser.text()).as("it was sent").doesNotContain("Draft:");
            browser.go("#/new");
            browser.type("First message", "Hello from");
            browser.go("#/chat/" + lunch);
            browser.see("Sounds good! Where?");
            browser.go("#/new");
            browser.see("Who begins");
            assertThat(browser.evaluate("document.querySelector('[aria-label=\"First message\"]').value"))
                    .isEqualTo("Hello from");
            assertThat(browser.errors()).isEmpty();
        }
    }

    private static String written(Browser browser) {
        return (String) browser.evaluate("document.querySelector('[aria-label=Message]').value");
    }

    @Test
    void a_chat_is_unread_until_this_browser_has_shown_its_newest_message() throws IOException {
        String table = linq.create(List.of(DAVE), TestSandbox.aText("Your table is ready"))
                .chatId();
        String lunch = SandboxPage.lunch(linq);
        try (Browser browser = SandboxPage.open(linq, "#/chat/" + lunch)) {
            browser.see("Sounds good! Where?");
            browser.see("5 messages");
            awaitUnread(browser, table);
            browser.picture("sandbox-unread");

            browser.clickLink(DAVE);
            browser.see("direct chat");
            awaitUnread(browser);

            linq.says(ANN, lunch, "Running late");
            awaitUnread(browser, lunch);
            browser.evaluate("location.reload()");
            browser.see("Running late");
            awaitUnread(browser, lunch);
            browser.clickLink("Lunch club");
            awaitUnread(browser);
            assertThat(browser.errors()).isEmpty();
        }
    }

    private static void awaitUnread(Browser browser, String... chats) {
        List<String> links = Stream.of(chats).map(chat -> "#/chat/" + chat).toList();
        await().untilAsserted(() -> assertThat(
                        browser.evaluate(
                                "[...document.querySelectorAll('.chat:has([aria-label=unread])')].map(chat => chat.getAttribute('href'))"))
                .isEqualTo(links));
    }

    @Test
    void the_list_says_who_wrote_last() {
        String lunch = SandboxPage.lunch(linq);
        try (Browser browser = SandboxPage.open(linq, "#/chat/" + lunch)) {
            linq.says(CAROL, lunch, "Running late");
            browser.see("carol: Running late");
            linq.says(ANN, lunch, "No problem");
            browser.see("7777: No problem");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void name_and_picture_of_a_group_are_changed_where_they_are_shown() throws IOException {
        String chat = SandboxPage.lunch(linq);
        try (Browser browser = SandboxPage.open(linq, "")) {
            browser.see("Sounds good! Where?");
            browser.clickLabelled("Change the picture");
            assertThat(browser.evaluate("document.activeElement.innerText")).isEqualTo("Choose a file");
            browser.click("Lunch club");
            browser.press(Keys.chord(Keys.CONTROL, "a"), "Brunch");
            linq.person(BOB, "add", inChat(chat).put("handle", DAVE));
            browser.see(BOB + " added " + DAVE);
            browser.picture("sandbox-rename");
            browser.press("\n");
            browser.see("renamed the group to “Brunch”");
            assertThat(linq.chat(chat).path("display_name").asText())
                    .as("typed while somebody else changed the group")
                    .isEqualTo("Brunch");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_message_that_was_searched_for_is_shown_in_its_place() throws IOException {
        String lunch = SandboxPage.lunch(linq);
        for (int count = 1; count <= 250; count++) {
            linq.says(BOB, lunch, "Message " + count);
        }
        try (Browser browser = SandboxPage.open(linq, "")) {
            browser.see("Message 250");
            browser.type("Search chats", "SOUNDS good");
            browser.see("in a message");
            assertThat(browser.evaluate("document.querySelector('mark').innerText"))
                    .isEqualTo("Sounds good");
            browser.picture("sandbox-search");
            browser.press("\n");
            browser.see("Later messages");
            assertThat(
                            browser.evaluate(
                                    "(found => found.top > 0 && found.bottom < innerHeight)(document.querySelector('.message.found').getBoundingClientRect())"))
                    .as("it is in sight")
                    .isEqualTo(true);
            browser.picture("sandbox-found");

            browser.type("Message", "Found it");
            browser.click("Send");
            browser.see("Found it");
            browser.see("Earlier messages");
            assertThat(browser.text()).doesNotContain("Later messages");

            browser.type("Search chats", CAROL);
            browser.see("in members");
            browser.type("Search chats", "nowhere");
            browser.see("No chat has this");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_file_elsewhere_is_told_to_be_only_an_address() throws IOException {
        String chat = SandboxPage.lunch(linq);
        linq.send(chat, TestSandbox.aMessage(TestSandbox.aMediaPart("https://example.com/menu.png")));
        linq.person(ANN, "icon", inChat(chat).put("group_chat_icon", "https://example.com/icon.png"));
        try (Browser browser = SandboxPage.open(linq, "")) {
            browser.see("only an address: not fetched without --fetch-media");
            browser.see("https://example.com/icon.png (an address: the page does not load it)");
            browser.picture("sandbox-address");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void changes_between_the_messages_say_who_made_them_and_when() throws IOException {
        String chat = SandboxPage.lunch(linq);
        linq.person(BOB, "rename", inChat(chat).put("display_name", "Dinner"));
        linq.person(CAROL, "add", inChat(chat).put("handle", DAVE));
        linq.person(CAROL, "remove", inChat(chat).put("handle", ANN));
        try (Browser browser = SandboxPage.open(linq, "")) {
            browser.see("Your line made the group with " + ANN + ", " + BOB + ", " + CAROL);
            browser.see("Your line renamed the group to “Lunch club”");
            browser.see(BOB + " renamed the group to “Dinner”");
            browser.see(CAROL + " added " + DAVE);
            browser.see(CAROL + " removed " + ANN);
            linq.person(DAVE, "chats", JsonTrees.object().put("text", "Hello"));
            browser.clickLink("Hello");
            browser.see(DAVE + " began the chat with your line");
            assertThat(
                            browser.evaluate(
                                    "[...document.querySelectorAll('.event')].every(event => /\\d\\d:\\d\\d$/.test(event.innerText))"))
                    .as("each has its time")
                    .isEqualTo(true);
            browser.picture("sandbox-changes");
            assertThat(browser.errors()).isEmpty();
        }
    }
}
