package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** A developer looks for requests and webhooks on the page. */
class SandboxListsPageIT {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private static long rows(Browser browser) {
        return (Long) browser.evaluate("document.querySelectorAll('#panel .entries .entry').length");
    }

    private static void find(Browser browser, String text, int rows) {
        browser.type("Filter", text);
        await(text).until(() -> rows(browser) == rows);
    }

    @Test
    void requests_are_found_by_all_that_their_rows_and_details_say() throws IOException {
        String chat = linq.createGroup("Shall we dance?", ANN, BOB).chatId();
        linq.createGroup("Never mind", ANN, DAVE);
        ObjectNode message = JsonTrees.object().put("colour", "red");
        message.set("message", TestSandbox.aText("Waltz"));
        linq.callWithFault("garbage", "GET", "/chats/" + chat, JsonTrees.object());
        linq.post("/chats/" + chat + "/messages", message);
        try (Browser browser = SandboxPage.open(linq, "#/requests")) {
            browser.see("Shall we dance?");
            find(browser, "shall WE dance", 1);
            find(browser, "unknown field colour", 1);
            find(browser, "\"is_group\": true", 2);
            find(browser, "garbage", 1);
            find(browser, "polka", 0);
            browser.see("None of the newest 4 requests matches the filter.");
            browser.picture("sandbox-filter-nothing");

            browser.click("Clear the filter");

            await().until(() -> rows(browser) == 4);
            assertThat(browser.evaluate("document.querySelector('[aria-label=Filter]').value"))
                    .isEqualTo("");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void webhooks_are_found_by_their_answers_and_a_chat_without_any_is_no_beginning() throws IOException {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.respondNextWith(418);
        linq.createGroup("Shall we dance?", ANN, BOB);
        linq.createGroup("Never mind", ANN, DAVE);
        inbox.await(2);
        try (Browser browser = SandboxPage.open(linq, "#/webhooks")) {
            browser.see("Never mind");
            find(browser, "answered 418", 1);
            find(browser, "never", 1);
            find(browser, "polka", 0);
            browser.see("None of the newest 2 webhooks matches the filter.");
            linq.admin("DELETE", "/record", JsonTrees.object());
            browser.see("No webhook was sent yet");
            browser.evaluate("[...document.querySelectorAll('#panel .filter input[type=checkbox]')][0].click()");
            browser.see("There are no webhooks of this chat.");
            browser.click("Clear the filter");
            browser.see("No webhook was sent yet");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_command_can_be_looked_for_again_after_its_filter_was_cleared() throws IOException {
        SandboxPage.lunch(linq);
        linq.createGroup("Another one", ANN, DAVE);
        try (Browser browser = SandboxPage.open(linq, "#/requests/polka")) {
            browser.see("matches the filter");
            browser.click("Clear the filter");
            browser.see("Another one");
            browser.go("#/requests/polka");
            browser.see("matches the filter");
        }
    }

    @Test
    void a_webhook_says_when_it_is_tried_next_and_why_it_is_not_tried_any_more() throws IOException {
        linq.subscribe(inbox.url() + "?token=abc", "message.sent");
        linq.subscribe(inbox.url() + "/other", "message.received");
        inbox.stop();
        linq.createGroup("Shall we dance?", ANN, BOB);
        try (Browser browser = SandboxPage.open(linq, "#/webhooks")) {
            browser.see(" of 10 attempts failed, next at ");
            browser.picture("sandbox-webhook-waits");

            linq.advance("P1D");

            browser.see("Given up after attempt 10");
            browser.clickSummary("message.sent");
            browser.see("Connection refused: nothing listens there; start the program, or correct target_url");
            assertThat((List<?>) browser.evaluate(
                            "[...document.querySelectorAll('#panel td:nth-child(2)')].map(cell => cell.innerText)"))
                    .hasSize(10)
                    .allSatisfy(time -> assertThat((String) time).matches("\\w{3} \\d+, \\d\\d:\\d\\d:\\d\\d"));
            browser.clickSummary("2 subscriptions");
            browser.see(inbox.url() + "?token=(hidden)");
            browser.see("Of those listed: 1 dropped");
            browser.see("Last failure: message.sent at ");
            browser.picture("sandbox-webhook-dropped");
            browser.resize(390, 844);
            SandboxPage.fits(browser);
            browser.picture("sandbox-webhook-phone");

            linq.subscribe(inbox.url() + "/third", "chat.created");
            browser.see("3 subscriptions");
            assertThat(browser.errors()).isEmpty();
        }
    }

    private static String focused(Browser browser) {
        return (String) browser.evaluate("document.activeElement.innerText.replaceAll('\\n', ' ')");
    }

    @Test
    void keys_walk_what_was_opened_last() throws IOException {
        SandboxPage.lunch(linq);
        linq.create(List.of(DAVE), TestSandbox.aText("Your table is ready"));
        linq.subscribe(inbox.url(), "message.sent");
        linq.create(List.of(DAVE), TestSandbox.aText("Come in"));
        inbox.await(1);
        try (Browser browser = SandboxPage.open(linq, "")) {
            browser.see("Your table is ready");
            browser.press("j");
            assertThat(focused(browser)).contains("Come in");
            assertThat(browser.evaluate("document.activeElement.closest('#chat-list') !== null"))
                    .isEqualTo(true);

            browser.press("r");
            browser.press("j", "j", "j");
            assertThat(focused(browser)).contains("POST", "Your table is ready");
            browser.press("k", "k");
            browser.press("j");
            browser.press("\n");
            browser.see("Copy as curl");
            assertThat(focused(browser)).contains("/webhook-subscriptions");
            browser.press("h");
            await().until(() -> rows(browser) == 1);
            browser.press("j");
            assertThat(focused(browser)).contains("message.sent");
            browser.picture("sandbox-keys");

            browser.press("f");
            browser.press("j");
            assertThat(browser.evaluate("document.activeElement.closest('#chat-list') !== null"))
                    .as("where nothing can be walked")
                    .isEqualTo(true);
            browser.press("c");
            browser.press("j", "k");
            assertThat(browser.evaluate("document.activeElement.closest('#chat-list') !== null"))
                    .isEqualTo(true);
            browser.go("#/requests");
            browser.clickSummary("Your table is ready");
            browser.press("j");
            assertThat(focused(browser)).contains("Roma, at noon.");
            browser.press("?");
            browser.see("next and previous chat, request or webhook, of what was opened last");
            browser.press(Keys.ESCAPE);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_row_that_changes_keeps_the_focus() throws IOException {
        String chat = SandboxPage.lunch(linq);
        try (Browser browser = SandboxPage.open(linq, "")) {
            browser.see("Sounds good! Where?");
            browser.press("j");
            assertThat(focused(browser)).contains("Lunch club");

            linq.says(BOB, chat, "I am late");

            await().until(() -> focused(browser).contains("I am late"));
        }
    }
}
