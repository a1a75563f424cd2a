package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.SandboxPage.inChat;
import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.Browser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The list of chats and the open chat of the sandbox's page, in a real browser. */
class SandboxChatPageIT {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @Test
    void changes_between_the_messages_say_who_made_them_and_when() throws IOException {
        String chat = SandboxPage.lunch(linq);
        linq.person(BOB, "rename", inChat(chat).put("display_name", "Dinner"));
        linq.person(CAROL, "add", inChat(chat).put("handle", DAVE));
        linq.person(CAROL, "remove", inChat(chat).put("handle", ANN));
        try (Browser browser = SandboxPage.open(linq, "")) {
            browser.see("Your line renamed the group to “Lunch club”");
            browser.see(BOB + " renamed the group to “Dinner”");
            browser.see(CAROL + " added " + DAVE);
            browser.see(CAROL + " removed " + ANN);
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
