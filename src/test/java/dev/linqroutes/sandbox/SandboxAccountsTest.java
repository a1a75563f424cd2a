package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that share a sandbox do not see each other. */
class SandboxAccountsTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    private Reply asAccount(Reply account, String method, String path, String body) {
        return linq.request(method, linq.server().apiUrl() + path, "Bearer " + account.text("/api_key"), body);
    }

    private Reply createGroup(Reply account) {
        ObjectNode body = JsonTrees.object().put("from", account.text("/phone_number"));
        body.set("to", JsonTrees.texts(List.of(ANN, BOB)));
        body.set("message", aText("Welcome!"));
        return asAccount(account, "POST", "/chats", body.toString());
    }

    @Test
    void an_account_has_its_own_line_and_chats() {
        Reply one = linq.admin("POST", "/accounts", JsonTrees.object());
        Reply two = linq.admin("POST", "/accounts", JsonTrees.object());

        Reply group = createGroup(one);

        assertThat(one.text("/phone_number")).isNotEqualTo(two.text("/phone_number"));
        assertThat(group.status()).isEqualTo(201);
        assertThat(asAccount(two, "GET", "/chats", "").body().path("chats")).isEmpty();
        assertThat(asAccount(two, "GET", "/chats/" + group.chatId(), "").code()).isEqualTo(2005);
        assertThat(linq.get("/messages/" + group.messageId()).code()).isEqualTo(2005);
    }

    @Test
    void a_line_of_another_account_cannot_send() {
        Reply one = linq.admin("POST", "/accounts", JsonTrees.object());

        ObjectNode body = JsonTrees.object().put("from", TestSandbox.LINE);
        body.set("to", JsonTrees.texts(List.of(ANN, BOB)));
        body.set("message", aText("Welcome!"));

        assertThat(asAccount(one, "POST", "/chats", body.toString()).code()).isEqualTo(2006);
    }

    @Test
    void a_deleted_account_has_no_key_any_more() {
        Reply one = linq.admin("POST", "/accounts", JsonTrees.object());

        Reply deleted = linq.request("DELETE", linq.url("/sandbox/accounts"), "Bearer " + one.text("/api_key"), "");

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(asAccount(one, "GET", "/chats", "").status()).isEqualTo(401);
    }

    @Test
    void the_account_of_the_command_line_stays() {
        assertThat(linq.admin("DELETE", "/accounts", JsonTrees.object()).status())
                .isEqualTo(409);
        assertThat(linq.get("/chats").status()).isEqualTo(200);
    }
}
