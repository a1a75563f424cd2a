package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.SandboxPage.fits;
import static dev.linqroutes.sandbox.SandboxPage.inChat;
import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A developer uses the sandbox's page in a real browser. The pictures of it are in {@code target/pictures}. */
class SandboxPageIT {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    @Test
    void without_chats_the_page_says_how_to_begin() throws IOException {
        try (Browser browser = open("")) {
            browser.see("Your own Linq, on your machine");
            browser.see("export LINQ_API_URL=" + linq.server().apiUrl());
            browser.see("live");
            browser.picture("sandbox-start");

            browser.click("Make an example group");

            browser.see("Shall we have lunch?");
            browser.see("renamed the group to “Lunch”");
            browser.click("Tuesday");
            browser.see("1 voter");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void what_a_member_does_is_told_by_webhooks_that_can_be_sent_again() throws IOException {
        String chat = lunch();
        linq.subscribe(inbox.url(), "message.received", "reaction.added", "poll.vote.added");
        try (Browser browser = open("#/webhooks")) {
            browser.see("Sounds good! Where?");
            browser.choose("Write as", BOB);
            browser.type("Message", "Count me in");
            browser.press("\n");
            browser.see("Count me in");
            assertThat(inbox.awaitFirst("message.received").text()).contains("Count me in");

            browser.evaluate("[...document.querySelectorAll('.message')].at(-1).focus()");
            browser.clickLabelled("React love");
            browser.click("Thursday");
            browser.see("1 voter");
            assertThat(inbox.awaitFirst("reaction.added").text()).contains(BOB);
            assertThat(inbox.awaitFirst("poll.vote.added").text()).contains(BOB);
            browser.picture("sandbox-desktop-light");
            browser.prefer("dark");
            browser.picture("sandbox-desktop-dark");

            browser.clickSummary("poll.vote.added");
            browser.click("Send twice");
            inbox.await(5);
            browser.see("again");
            assertThat(inbox.deliveries().stream()
                            .filter(delivery -> delivery.type().equals("poll.vote.added"))
                            .map(delivery -> delivery.header("webhook-id"))
                            .distinct())
                    .as("the same event")
                    .hasSize(1);
            browser.picture("sandbox-webhook");

            browser.evaluate("[...document.querySelectorAll('.message')].at(-1).focus()");
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
    void members_rename_add_and_leave_groups_and_start_chats() throws IOException {
        String chat = lunch();
        try (Browser browser = open("")) {
            browser.see("Lunch on Friday?");
            browser.click("Members");
            browser.type("Name of the group", "Dinner");
            browser.click("Rename");
            browser.see("renamed the group to “Dinner”");
            browser.type("Handle to add", DAVE);
            browser.clickExactly("Add");
            browser.see("added " + DAVE);
            browser.picture("sandbox-members");
            browser.click("Leave");
            browser.see(ANN + " left");
            browser.click("Add back");
            await().until(() -> linq.statusOf(ANN, chat).equals("active"));

            browser.press("n");
            browser.type("From", BOB);
            browser.type("First message", "Hello from Bob");
            browser.click("Start the chat");
            browser.see("direct chat");
            browser.click("Type STOP");
            browser.see(BOB + " opted out");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void stickers_and_pictures_are_chosen_and_shown(@TempDir Path directory) throws IOException {
        String chat = lunch();
        linq.subscribe(inbox.url(), "message.received", "reaction.added", "chat.group_icon_updated");
        try (Browser browser = open("#/webhooks")) {
            browser.see("Sounds good! Where?");
            browser.click("Sticker");
            browser.clickLabelled("Sticker party");
            assertThat(inbox.awaitFirst("message.received").text()).contains("party.png", "\"sticker\":true");
            awaitPicture(browser, "img.sticker");

            browser.evaluate("[...document.querySelectorAll('.message.ours')].at(-1).focus()");
            browser.clickLabelled("Put a sticker on it");
            browser.choose("Place", "top left");
            browser.picture("sandbox-sticker");
            browser.evaluate("document.querySelector('dialog[open] [aria-label=\"Sticker crown\"]').click()");
            assertThat(inbox.awaitFirst("reaction.added").text()).contains("crown.png", "\"x\":-0.8");
            awaitPicture(browser, ".ours img.stuck");

            browser.click("Media");
            browser.chooseFile(aPicture(directory.resolve("menu.png")));
            browser.see("menu.png");
            awaitPicture(browser, "img.photo");
            await("the picture is all in sight")
                    .until(
                            () -> Boolean.TRUE.equals(
                                    browser.evaluate(
                                            "(log => log.scrollHeight - log.scrollTop - log.clientHeight < 2)(document.querySelector('.log'))")));

            browser.click("Members");
            browser.type("Address of the picture", "https://example.com/lunch.pdf");
            browser.clickExactly("Set");
            browser.see("must be the https address of an image");
            browser.chooseFile(aPicture(directory.resolve("lunch.png")));
            browser.see("changed the picture:");
            awaitPicture(browser, ".head .avatar img");
            awaitPicture(browser, ".chat .avatar img");
            assertThat(inbox.awaitFirst("chat.group_icon_updated").text()).contains(ANN);
            browser.picture("sandbox-icon");
            browser.click("Members");
            browser.evaluate("document.querySelector('.stuck').scrollIntoView({block: 'center'})");
            browser.picture("sandbox-stickers");
            browser.click("Members");
            browser.click("Take away");
            browser.see("took the picture away");
            assertThat(linq.chat(chat).path("group_chat_icon").isNull()).isTrue();
            assertThat(browser.errors())
                    .filteredOn(error -> !error.contains("400"))
                    .isEmpty();
        }
    }

    private static void awaitPicture(Browser browser, String selector) {
        await(selector)
                .until(() -> Boolean.TRUE.equals(browser.evaluate(
                        "[...document.querySelectorAll('" + selector + "')].some(img => img.naturalWidth > 0)")));
    }

    private static Path aPicture(Path file) throws IOException {
        BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(0xFF8A5B), 96, 96, new Color(0x8E2DE2)));
        graphics.fillRect(0, 0, 96, 96);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void the_requests_of_a_command_are_found_by_their_keys() throws IOException {
        lunch();
        linq.createGroup("Another one", ANN, DAVE);
        try (Browser browser = open("#/requests")) {
            browser.see("Another one");
            browser.clickSummary("Lunch on Friday?");
            browser.see("Call of the command lunch-7");
            browser.picture("sandbox-command");
            browser.clickLink("lunch-7");
            await().until(() ->
                    !((String) browser.evaluate("document.getElementById('panel').innerText")).contains("Another one"));
            assertThat((String) browser.evaluate("document.getElementById('panel').innerText"))
                    .contains("Lunch on Friday?", "Roma, at noon.");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void lines_are_flagged_keys_revoked_and_people_made_unreachable() throws IOException {
        lunch();
        try (Browser browser = open("#/world")) {
            browser.see("HEALTHY: It takes everything.");
            browser.clickExactly("Flag");
            browser.see("CRITICAL: The carrier flagged it.");
            assertThat(linq.createGroup("no", BOB, DAVE).code()).isEqualTo(2027);
            browser.click("Unflag");
            browser.see("HEALTHY");

            browser.click("Revoke");
            browser.see("revoked");
            assertThat(linq.createGroup("no", BOB, DAVE).status()).isEqualTo(401);
            browser.picture("sandbox-world");
            browser.click("Accept it again");
            browser.see("accepted");

            browser.choose("Service of " + BOB, "unreachable");
            await().until(() -> linq.admin("GET", "/people/" + BOB, JsonTrees.object())
                    .body()
                    .path("service")
                    .isNull());
            String before = time();
            browser.click("+ 1 day");
            await().until(() -> !time().substring(0, 10).equals(before.substring(0, 10)));
            browser.go("#/requests");
            browser.see("403");
            browser.see("401");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_fault_is_set_strikes_and_is_reset() throws IOException {
        try (Browser browser = open("#/faults")) {
            browser.type("Share of error_after", "1");
            browser.see("\"error_after\": 1");
            browser.click("Set faults");
            await().until(() -> linq.createGroup("struck", ANN, BOB).status() == 500);
            browser.see("struck 1");
            browser.picture("sandbox-faults");
            browser.go("#/requests");
            browser.see("error_after");
            browser.clickSummary("error_after");
            browser.see("The fault error_after struck it.");
            browser.click("Copy as curl");
            browser.picture("sandbox-request");

            browser.go("#/faults");
            browser.click("Reset");
            await().until(() -> linq.createGroup("fine", ANN, DAVE).status() == 201);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void hostile_text_is_shown_as_text_in_every_place() throws IOException {
        String markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        String rightToLeft = "\u202Eevil\u202C \u05E9\u05DC\u05D5\u05DD";
        linq.subscribe(inbox.url(), "message.received", "message.sent");
        String chat = linq.createGroup(markup, ANN, BOB).chatId();
        linq.nameAndWait(chat, markup);
        linq.says(ANN, chat, rightToLeft);
        linq.says(ANN, chat, "x".repeat(10_000));
        linq.says(BOB, chat, "\uD83D\uDE00".repeat(2_000));
        linq.says(BOB, chat, "\uD83D\uDE00\uD83D\uDC4D\uD83C\uDFFD");
        ObjectNode link = inChat(chat);
        link.putArray("parts").addObject().put("type", "link").put("value", "https://example.com/?" + markup);
        linq.person(ANN, "messages", link);
        ObjectNode poll = inChat(chat);
        poll.putArray("poll").add(markup).add("y".repeat(2_000)).add(rightToLeft);
        linq.person(ANN, "messages", poll);
        linq.person(ANN, "rename", inChat(chat).put("display_name", rightToLeft + "z".repeat(10_000)));
        linq.get("/chats/" + markup.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20"));
        try (Browser browser = open("#/requests")) {
            browser.see(markup);
            browser.see("Show all 10,000 characters");
            browser.clickSummary("POST");
            browser.picture("hostile-requests");
            browser.go("#/webhooks");
            browser.clickSummary("message.received");
            browser.see("event id");
            browser.click("Members");
            browser.picture("hostile-webhooks");
            browser.type("Search chats", markup);
            browser.see("in a message");
            assertThat(browser.evaluate("document.querySelectorAll('main img, main script').length"))
                    .isEqualTo(0L);
            fits(browser);
            browser.resize(390, 844);
            browser.go("#/chat/" + chat);
            browser.see("Show all 10,000 characters");
            fits(browser);
            browser.picture("hostile-phone");
            browser.go("#/chat/" + "%3Cimg%20src=x%20onerror=alert(1)%3E");
            browser.see("not there any more");
            assertThat(browser.evaluate("document.querySelectorAll('main img, main script').length"))
                    .isEqualTo(0L);
        }
    }

    @Test
    void it_works_by_keyboard_and_fits_a_phone() throws IOException {
        lunch();
        linq.create(List.of(DAVE), TestSandbox.aText("Your table is ready"));
        try (Browser browser = open("")) {
            browser.see("Your table is ready");
            browser.press("/");
            browser.press("lunch");
            browser.see("Lunch club");
            browser.press("\n");
            browser.see("Sounds good! Where?");
            browser.press(Keys.ESCAPE);
            browser.see("Your table is ready");
            browser.press("j");
            browser.press("\n");
            browser.see("direct chat");
            browser.press("?");
            browser.see("write in the open chat");
            browser.click("Close");

            browser.resize(390, 844);
            for (String page : List.of("c", "r", "h", "f", "l")) {
                browser.press(page);
                fits(browser);
            }
            browser.see("HEALTHY");
            browser.picture("sandbox-phone-world");
            browser.press("c");
            browser.see("Lunch club");
            browser.picture("sandbox-phone-chats");
            browser.clickLink("Lunch club");
            browser.see("Sounds good! Where?");
            fits(browser);
            browser.picture("sandbox-phone-light");
            browser.prefer("dark");
            browser.picture("sandbox-phone-dark");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_page_without_its_sandbox_says_so() {
        try (Browser browser = open("")) {
            browser.see("live");
            linq.server().close();
            browser.see("no connection");
        }
    }

    private String time() {
        return linq.admin("GET", "/time", JsonTrees.object()).text("/now");
    }

    private String lunch() {
        return SandboxPage.lunch(linq);
    }

    private Browser open(String hash) {
        return SandboxPage.open(linq, hash);
    }
}
