package dev.linqroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.Browser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to lines is seen wherever it matters. */
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

    private void flag(boolean flagged) {
        linq.admin("PATCH", "/lines/" + TestSandbox.LINE, JsonTrees.object().put("flagged", flagged));
    }
}
