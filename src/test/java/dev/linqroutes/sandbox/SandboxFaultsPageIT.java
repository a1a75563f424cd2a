package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A developer sets faults on the page, and sees what is set. */
class SandboxFaultsPageIT {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @Test
    void what_is_not_set_yet_is_marked_and_outlives_other_tabs_and_faults_of_others() throws IOException {
        try (Browser browser = SandboxPage.open(linq, "#/faults")) {
            browser.click("Linq has trouble");

            browser.see("not set yet");
            assertThat(badge(browser)).isEmpty();
            assertThat(shown(browser, "#faults-edited")).isTrue();
            assertThat(faults().path("error_before").doubleValue()).isZero();
            browser.go("#/requests");
            browser.see("asked for nothing yet");
            assertThat(shown(browser, "#faults-edited")).isTrue();
            linq.faults(JsonTrees.object().put("webhook_lost", 0.5));
            await().until(() -> badge(browser).equals("1"));
            browser.picture("sandbox-faults-edited");

            browser.go("#/faults");
            browser.see("\"error_before\": 0.2");
            browser.see("\"webhook_lost\": 0.5");
            browser.picture("sandbox-faults-not-set");
            browser.resize(390, 844);
            SandboxPage.fits(browser);
            browser.picture("sandbox-faults-phone");
            browser.resize(1440, 900);
            browser.click("Set faults");

            await().until(() -> badge(browser).equals("4"));
            assertThat(faults().path("error_before").doubleValue()).isEqualTo(0.2);
            assertThat(faults().path("webhook_lost").doubleValue()).isEqualTo(0.5);
            assertThat(shown(browser, "#faults-edited")).isFalse();
            assertThat(browser.text()).doesNotContain("not set yet");
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void the_form_goes_back_to_what_is_set_also_after_a_refusal() throws IOException {
        linq.faults(JsonTrees.object().put("slow", 0.5));
        try (Browser browser = SandboxPage.open(linq, "#/faults")) {
            browser.see("\"slow\": 0.5");
            browser.type("Share of error_after", "0.8");
            browser.click("Set faults");

            browser.see("Nothing was changed: ");
            browser.see("add up to 1 at most, not to 1.3");
            browser.picture("sandbox-faults-refused");
            assertThat(faults().path("error_after").doubleValue()).isZero();
            browser.type("Share of slow", "0.2");
            browser.click("Set faults");
            await().until(() -> faults().path("error_after").doubleValue() == 0.8);
            assertThat(faults().path("slow").doubleValue()).isEqualTo(0.2);
            await().until(() -> !browser.text().contains("Nothing was changed"));

            browser.type("Share of drop_after", "1");
            browser.see("\"drop_after\": 1");
            browser.click("Discard changes");
            assertThat(json(browser)).doesNotContain("drop_after").contains("\"slow\": 0.2");

            browser.type("Share of drop_after", "1");
            browser.click("Reset");
            await().until(() -> json(browser).equals("{}"));
            assertThat(faults().path("slow").doubleValue()).isZero();
            assertThat(shown(browser, "#faults-edited")).isFalse();
            assertThat(browser.errors())
                    .filteredOn(error -> !error.contains("400"))
                    .isEmpty();
        }
    }

    @Test
    void a_fault_strikes_the_next_one_and_what_is_left_is_shown_everywhere() throws IOException {
        try (Browser browser = SandboxPage.open(linq, "#/faults")) {
            browser.clickLabelled("Next one: error_after");
            browser.see("To strike next: error_after 1");
            browser.clickLabelled("Next one: error_after");
            browser.see("To strike next: error_after 2");
            assertThat(badge(browser)).isEqualTo("1");
            browser.picture("sandbox-faults-next");

            assertThat(linq.createGroup("struck", ANN, BOB).status()).isEqualTo(500);
            browser.see("To strike next: error_after 1");
            browser.see("struck 1");
            browser.go("#/webhooks");
            assertThat(linq.createGroup("struck", ANN, BOB).status()).isEqualTo(500);
            await().until(() -> badge(browser).isEmpty());
            assertThat(linq.createGroup("fine", ANN, BOB).status()).isEqualTo(201);
            assertThat(browser.errors()).isEmpty();
        }
    }

    private JsonNode faults() {
        return linq.admin("GET", "/faults", JsonTrees.object()).body();
    }

    private static String json(Browser browser) {
        return (String) browser.evaluate("document.querySelector('.sticky pre').textContent");
    }

    /** What the tab says; empty without. */
    private static String badge(Browser browser) {
        return shown(browser, "#faults-set")
                ? (String) browser.evaluate("document.getElementById('faults-set').textContent")
                : "";
    }

    private static boolean shown(Browser browser, String selector) {
        return Boolean.TRUE.equals(
                browser.evaluate("document.querySelector('" + selector + "').offsetParent !== null"));
    }
}
