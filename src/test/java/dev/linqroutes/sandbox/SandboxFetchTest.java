package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.aMediaPart;
import static dev.linqroutes.sandbox.TestSandbox.aMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.linqroutes.sandbox.http.JsonTrees;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Downloads are asked for by an option, and go nowhere but out. */
class SandboxFetchTest {
    @RegisterExtension
    final TestSandbox fetching = new TestSandbox(options -> options.withFetchMedia(true));

    @RegisterExtension
    final TestSandbox quiet = new TestSandbox();

    @Test
    void a_local_address_is_not_connected_to_and_counts_as_not_there() throws Exception {
        try (ServerSocket local = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            local.setSoTimeout(200);
            String url = "https://127.0.0.1:" + local.getLocalPort() + "/a.png";
            String chat = fetching.createGroup("Welcome!", ANN, BOB).chatId();

            assertThat(fetching.send(chat, aMessage(aMediaPart(url))).code()).isEqualTo(5002);
            assertThat(fetching.call("PUT", "/chats/" + chat, JsonTrees.object().put("group_chat_icon", url))
                            .code())
                    .isEqualTo(5007);

            assertThat(catchThrowable(local::accept)).isInstanceOf(SocketTimeoutException.class);
            assertThat(fetching.textsIn(chat)).containsExactly("Welcome!");
        }
    }

    @Test
    void without_the_option_an_address_is_taken_at_its_word() {
        String chat = quiet.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(quiet.send(chat, aMessage(aMediaPart("https://127.0.0.1:9/a.png")))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void an_address_can_still_choose_its_outcome() {
        String chat = fetching.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(fetching.send(chat, aMessage(aMediaPart("https://example.com/sandbox-5005/a.png")))
                        .code())
                .isEqualTo(5005);
    }
}
