package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Capability checks and blocked handles. */
class SandboxReachTest {
    @TempDir
    static Path directory;

    private final Path journal = directory.resolve(UUID.randomUUID() + ".jsonl");

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withJournal(journal));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private Reply check(String service, String address) {
        return linq.post("/capability/check_" + service, JsonTrees.object().put("address", address));
    }

    private Reply block(String handle) {
        return linq.post(
                "/blocked_handles", JsonTrees.object().put("handle", handle).put("reason", "spam"));
    }

    @ParameterizedTest
    @CsvSource({"iMessage, true, true", "RCS, false, true", "SMS, false, false", ", false, false"})
    void a_check_says_what_reaches_a_person(String service, boolean iMessage, boolean rcs) {
        linq.reachBy(ANN, service);

        assertThat(check("imessage", ANN).body().path("available").booleanValue())
                .isEqualTo(iMessage);
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT10S"));
        assertThat(check("rcs", ANN).body().path("available").booleanValue()).isEqualTo(rcs);
    }

    @Test
    void one_check_is_allowed_in_ten_seconds() {
        check("imessage", ANN);

        Reply tooEarly = check("rcs", BOB);

        assertThat(tooEarly.status()).isEqualTo(429);
        assertThat(tooEarly.code()).isEqualTo(1007);
        assertThat(Integer.parseInt(tooEarly.header("Retry-After"))).isBetween(1, 10);
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT10S"));
        assertThat(check("rcs", BOB).status()).isEqualTo(200);
    }

    @Test
    void a_refused_check_does_not_count() {
        assertThat(check("rcs", CAROL).code()).isEqualTo(1005);
        assertThat(check("imessage", "nobody").code()).isEqualTo(1002);
        assertThat(linq.post(
                                "/capability/check_rcs",
                                JsonTrees.object().put("address", ANN).put("from", ANN))
                        .code())
                .isEqualTo(2006);

        assertThat(check("imessage", CAROL).status()).isEqualTo(200);
    }

    @Test
    void what_a_blocked_person_writes_does_not_arrive_and_direct_messages_are_refused() {
        linq.subscribe(inbox.url(), "message.received");
        String direct = linq.createGroup("Hello", ANN).chatId();
        String group = linq.createGroup("Hello", ANN, BOB).chatId();

        block(ANN);

        assertThat(linq.says(ANN, direct, "Let me in").status()).isEqualTo(204);
        assertThat(linq.send(direct, "Hello").code()).isEqualTo(2026);
        assertThat(linq.send(group, "Hello").status()).isEqualTo(202);
        linq.says(BOB, group, "Hi");
        assertThat(inbox.awaitFirst("message.received")
                        .body()
                        .at("/data/sender_handle/handle")
                        .asText())
                .isEqualTo(BOB);
    }

    @Test
    void blocking_again_gives_the_first_entry_also_after_a_restart() {
        Reply first = block(CAROL.toUpperCase());
        linq.restart();

        Reply again = block(CAROL);

        assertThat(first.text("/blocked_handle/handle")).isEqualTo(CAROL);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void blocked_handles_are_listed_from_the_newest() {
        block(ANN);
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT1S"));
        block("262966");

        var handles = linq.get("/blocked_handles").body().findValuesAsText("handle");

        assertThat(handles).containsExactly("262966", ANN);
    }

    @Test
    void an_unblocked_person_is_reached_again() {
        String direct = linq.createGroup("Hello", ANN).chatId();
        block(ANN);

        assertThat(linq.call("DELETE", "/blocked_handles", JsonTrees.object().put("handle", ANN))
                        .status())
                .isEqualTo(204);

        assertThat(linq.send(direct, "Hello again").status()).isEqualTo(202);
        assertThat(linq.get("/blocked_handles").body().path("blocked_handles")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "+0123", "a name with spaces"})
    void other_texts_cannot_be_blocked(String handle) {
        assertThat(block(handle).code()).isEqualTo(1002);
    }
}
