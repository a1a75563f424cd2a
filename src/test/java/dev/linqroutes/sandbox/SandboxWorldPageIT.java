package dev.linqroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to lines, keys and time is seen wherever it matters. */
class SandboxWorldPageIT {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @Test
    void a_flagged_line_is_told_in_its_chats_and_on_the_tab() throws IOException {
        SandboxPage.lunch(linq);
        try (Browser browser = SandboxPage.open(linq, "#/requests")) {
            browser.see("Sounds good! Where?");
            flag(true);

            browser.see("line flagged");
            await().until(() -> browser.evaluate("document.getElementById('lines-badge').innerText")
                    .equals("flagged"));
            browser.picture("sandbox-line-flagged");
            browser.clickLink("line flagged");
            browser.see("CRITICAL: The carrier flagged it. Its chats can be read");
            browser.resize(390, 844);
            SandboxPage.fits(browser);
            browser.picture("sandbox-line-flagged-phone");
            browser.resize(1440, 900);

            flag(false);
            browser.see("HEALTHY");
            await().until(() -> !browser.text().contains("flagged"));
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_chat_is_of_today_by_the_time_of_the_account() throws IOException {
        String chat = SandboxPage.lunch(linq);
        try (Browser browser = SandboxPage.open(linq, "#/world")) {
            browser.see("Sounds good! Where?");
            assertThat(listed(browser)).matches("\\d\\d:\\d\\d");

            linq.admin("POST", "/time", JsonTrees.object().put("advance", "P2D"));
            await().until(() -> !listed(browser).matches("\\d\\d:\\d\\d"));
            linq.says(TestSandbox.ANN, chat, "Where are you?");

            await().until(() -> listed(browser).matches("\\d\\d:\\d\\d"));
            browser.see("Today, ");
            assertThat(Instant.parse(
                            (String) browser.evaluate("document.querySelector('.chat time').getAttribute('datetime')")))
                    .isAfter(Instant.now().plus(Duration.ofHours(47)));
            browser.picture("sandbox-time");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void what_was_today_has_its_date_after_midnight() {
        SandboxPage.lunch(linq);
        try (Browser browser = SandboxPage.open(linq, "#/requests")) {
            browser.see("Sounds good! Where?");
            assertThat(listed(browser)).matches("\\d\\d:\\d\\d");
            assertThat(requested(browser)).matches("\\d\\d:\\d\\d:\\d\\d");

            browser.evaluate("Boolean(Date.now = (real => () => real() + 86_400_000)(Date.now))");

            await().until(() -> listed(browser).matches("\\w{3} \\d+"));
            await().until(() -> requested(browser).matches("\\w{3} \\d+, \\d\\d:\\d\\d:\\d\\d"));
            await().until(() -> !browser.text().contains("Today"));
            assertThat(browser.errors()).isEmpty();
        }
    }

    private static String requested(Browser browser) {
        return (String) browser.evaluate("document.querySelector('#panel time').innerText");
    }

    @Test
    void the_time_of_a_chat_is_that_of_its_last_message() {
        String chat = SandboxPage.lunch(linq);
        String said = linq.chat(chat).path("updated_at").asText();
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "P2D"));
        linq.nameAndWait(chat, "Dinner club");
        try (Browser browser = SandboxPage.open(linq, "")) {
            browser.see("Dinner club");

            assertThat(Instant.parse(
                            (String) browser.evaluate("document.querySelector('.chat time').getAttribute('datetime')")))
                    .as("not that of the new name")
                    .isBeforeOrEqualTo(Instant.parse(said));
        }
    }

    @Test
    void a_request_whose_key_is_of_no_account_says_what_is_wrong_with_its_key() throws IOException {
        linq.request("GET", linq.url("/api/partner/v3/chats"), "", "");
        linq.request("GET", linq.url("/api/partner/v3/phone_numbers"), "Bearer of-another-sandbox", "");
        linq.get("/chats");
        try (Browser browser = SandboxPage.open(linq, "#/requests")) {
            browser.clickSummary("no key");
            browser.see("It has no key");
            browser.clickSummary("unknown key");
            browser.see("No account has the key after");
            assertThat((Long) browser.evaluate("document.querySelectorAll('summary .tag').length"))
                    .as("not of the one whose key is known")
                    .isEqualTo(2);
            browser.picture("sandbox-unknown-key");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void a_key_that_is_revoked_leaves_what_is_to_strike_next_alone() {
        linq.admin(
                "POST",
                "/faults/next",
                JsonTrees.object().put("fault", "error_after").put("count", 1));
        try (Browser browser = SandboxPage.open(linq, "#/world")) {
            browser.click("Revoke");
            browser.see("revoked");
            browser.click("Accept it again");
            browser.see("accepted");

            assertThat(linq.admin("GET", "/faults", JsonTrees.object()).body().path("next"))
                    .hasSize(1);
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void what_is_typed_stays_when_something_else_changes() {
        SandboxPage.lunch(linq);
        try (Browser browser = SandboxPage.open(linq, "#/world")) {
            browser.see("HEALTHY");
            browser.type("API key of another account", "half of a k");

            flag(true);
            browser.see("CRITICAL");
            browser.press("ey");

            assertThat(browser.evaluate("document.querySelector('[aria-label=\"API key of another account\"]').value"))
                    .isEqualTo("half of a key");
            assertThat(browser.errors()).isEmpty();
        }
    }

    private void flag(boolean flagged) {
        linq.admin("PATCH", "/lines/" + TestSandbox.LINE, JsonTrees.object().put("flagged", flagged));
    }

    /** When the chat was last active, as the list says it. */
    private static String listed(Browser browser) {
        return (String) browser.evaluate("document.querySelector('.chat time').innerText");
    }
}
