package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What matters on the page can be read in windows of every width. */
class SandboxLayoutPageIT {
    private static final List<Integer> WIDTHS = List.of(360, 390, 768, 1000, 1200, 1280, 1600);
    private static final String LONG_HANDLE = "the.chairwoman.of.the.committee@festival.example.com";
    private static final String LONG_NAME = "Committee for the preparation of the annual summer festival";

    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    @Test
    void names_and_paths_are_not_cut_to_a_few_letters_at_any_width() throws IOException {
        linq.subscribe(inbox.url(), "message.sent", "chat.group_name_updated", "reaction.added", "message.received");
        String festival = SandboxPage.lunch(linq);
        linq.nameAndWait(festival, LONG_NAME);
        String direct = linq.create(List.of(LONG_HANDLE), TestSandbox.aText("Your table is ready"))
                .chatId();
        linq.says(LONG_HANDLE, direct, "STOP");
        linq.createGroup("Shall we meet on Friday at the usual place?", LONG_HANDLE, "+4917612345678");
        ObjectNode strange = JsonTrees.object().put("colour", "red");
        strange.set("message", TestSandbox.aText("The minutes of the last meeting are in the usual place"));
        linq.callWithFault("webhook_before_answer", "POST", "/chats/" + festival + "/messages", strange);
        linq.callWithFault("error_after", "POST", "/chats/" + festival + "/messages", strange);
        inbox.respondNextWith(500);
        linq.send(festival, TestSandbox.aText("Who takes the minutes?"));
        linq.admin("PATCH", "/lines/" + TestSandbox.LINE, JsonTrees.object().put("flagged", true));
        linq.admin(
                "POST",
                "/faults/next",
                JsonTrees.object().put("fault", "error_after").put("count", 1));
        try (Browser browser = SandboxPage.open(linq, "#/chat/" + direct)) {
            browser.see("line flagged");
            browser.go("#/faults");
            browser.click("Rate limited");
            for (int width : WIDTHS) {
                browser.resize(width, 800);
                for (String page : List.of("#/chats", "#/chat/" + direct, "#/requests", "#/webhooks", "#/world")) {
                    browser.go(page);
                    browser.see(seen(page, direct));
                    browser.picture("sandbox-%d-%s".formatted(width, page.replaceAll("#/|/.*", "")));
                    assertThat(cut(browser)).as("cut on %s at %d", page, width).isEmpty();
                    assertThat(overflowing(browser)).as("%s at %d", page, width).isEmpty();
                    assertThat(touchingBadges(browser))
                            .as("badges on %s at %d", page, width)
                            .isEqualTo(0L);
                }
            }
            assertThat(browser.errors()).isEmpty();
        }
    }

    private static String seen(String page, String direct) {
        return switch (page) {
            case "#/chats" -> "summer festival";
            case "#/requests" -> "error_after";
            case "#/webhooks" -> "1 subscription";
            case "#/world" -> "CRITICAL";
            default -> "direct chat";
        };
    }

    /** Texts that are cut though they have less than what a dozen letters need. */
    private static List<?> cut(Browser browser) {
        return (List<?>)
                browser.evaluate(
                        "[...document.querySelectorAll('.chat b, .chat .cut, .entry > summary .what, .entry > summary .grow:not(:empty), .head h1 .cut')]"
                                + ".filter(each => each.offsetParent && each.clientWidth < Math.min(each.scrollWidth, 84)).map(each => each.clientWidth + ' ' + each.innerText)");
    }

    private static List<?> overflowing(Browser browser) {
        return (List<?>)
                browser.evaluate(
                        "[document.documentElement, ...document.querySelectorAll('header, #chat-list, .chat, .head, .log, .composer, .tabs, .tabs a, #panel, .entry > summary, .member')]"
                                + ".filter(each => (each.offsetParent || each === document.documentElement) && each.scrollWidth > each.clientWidth).map(each => each.outerHTML.slice(0, 200))");
    }

    @Test
    void the_tools_of_a_message_are_in_sight_and_leave_badges_and_other_messages_alone() throws IOException {
        String chat = SandboxPage.lunch(linq);
        linq.says(BOB, chat, "Yes");
        linq.says(BOB, chat, "No");
        String message = linq.says(BOB, chat, "Or").text("/id");
        for (String emoji : List.of("🎉", "🦄", "🍕", "🌈", "👑", "💯", "🔥", "✅")) {
            react(ANN, message, "custom", emoji);
        }
        for (String type : List.of("love", "like", "laugh", "emphasize", "question")) {
            react(BOB, message, type, "");
            react(CAROL, message, type, "");
        }
        linq.says(BOB, chat, "And");
        try (Browser browser = SandboxPage.open(linq, "#/chat/" + chat)) {
            for (int width : List.of(320, 360, 390, 768, 1000, 1600)) {
                browser.resize(width, 700);
                browser.see("And");
                await("the newest message is in sight")
                        .until(
                                () -> Boolean.TRUE.equals(
                                        browser.evaluate(
                                                "(log => log.scrollHeight - log.scrollTop - log.clientHeight < 2)(document.querySelector('.log'))")));
                browser.evaluate("[...document.querySelectorAll('.message')].at(-2).focus()");
                browser.picture("sandbox-tools-" + width);
                assertThat(misplacedTools(browser)).as("tools at %d", width).isEqualTo(List.of());
                assertThat(touchingBadges(browser)).as("badges at %d", width).isEqualTo(0L);
            }
            assertThat(browser.errors()).isEmpty();
        }
    }

    private void react(String who, String message, String type, String emoji) {
        ObjectNode reaction = JsonTrees.object().put("message_id", message).put("type", type);
        if (!emoji.isEmpty()) {
            reaction.put("custom_emoji", emoji);
        }
        linq.person(who, "reactions", reaction);
    }

    /** Tools that are cut off, or lie on something of another message, or on a badge. */
    private static Object misplacedTools(Browser browser) {
        return browser.evaluate(
                """
                (() => {
                  const box = each => each.getBoundingClientRect();
                  const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom - 1 && other.top < one.bottom - 1;
                  const log = box(document.querySelector('.log'));
                  return [...document.querySelectorAll('.tools')].filter(tools => {
                    const own = tools.closest('.message');
                    const others = [...document.querySelectorAll('.bubble, .sender, .reaction')].filter(each => !own.contains(each) || each.matches('.reaction'));
                    return box(tools).left < log.left || box(tools).right > log.right || others.some(each => meet(box(tools), box(each)));
                  }).map(tools => tools.closest('.message').innerText);
                })()""");
    }

    /** Gaps that are too small to hit one of two. */
    private static Object touchingBadges(Browser browser) {
        return browser.evaluate(
                """
                [...document.querySelectorAll('.reaction, .badge, .tabs .tag')].map(each => each.getBoundingClientRect()).filter(each => each.width)
                  .filter((one, index, all) => all.some((other, second) => second > index && one.left - 4 < other.right && other.left - 4 < one.right && one.top - 4 < other.bottom && other.top - 4 < one.bottom))
                  .length""");
    }
}
