package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.http.JsonTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An account of Linq's own sandbox. */
class SandboxWriteFirstTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(SandboxOptions::withRecipientsWriteFirst);

    private void writes(String person) {
        linq.person(person, "chats", JsonTrees.object().put("text", "Hello"));
    }

    @Test
    void people_are_written_to_once_they_have_written() {
        Reply refused = linq.createGroup("Welcome!", ANN);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo(2008);

        writes(ANN);

        assertThat(linq.createGroup("Welcome!", ANN).status()).isEqualTo(201);
    }

    @Test
    void all_members_of_a_group_must_have_written() {
        writes(ANN);
        assertThat(linq.createGroup("Welcome!", ANN, BOB).code()).isEqualTo(2008);

        writes(BOB);

        assertThat(linq.createGroup("Welcome!", ANN, BOB).status()).isEqualTo(201);
    }
}
