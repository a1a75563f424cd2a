package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a 429 says when to try again. */
class SandboxRetryAfterTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    private Reply limited(String form) {
        return linq.callWithFault(
                "limited; limited-seconds=20; retry-after=" + form, "GET", "/chats", JsonTrees.object());
    }

    private Instant dateOf(Reply reply) {
        return DateUtils.parseStandardDate(reply.header("Retry-After"));
    }

    /** Nothing in the body but in these forms: a client that reads the body would not notice the header. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    seconds  , 20                   ,       , 20
                    fraction , 20.5                 ,       ,
                    none     ,                      ,       ,
                    huge     , 99999999999999999999 ,       ,
                    text     , soon                 ,       ,
                    body     ,                      ,       , 20
                    millis   ,                      , 20000 ,
                    """)
    void a_limited_request_says_when_to_try_again(String form, String header, String millis, Integer inBody) {
        Reply reply = limited(form);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.code()).isEqualTo(1007);
        assertThat(reply.header("Retry-After")).isEqualTo(header == null ? "" : header);
        assertThat(reply.header("Retry-After-Ms")).isEqualTo(millis == null ? "" : millis);
        assertThat(reply.body().at("/error/retry_after").asText()).isEqualTo(inBody == null ? "" : inBody.toString());
    }

    @Test
    void a_date_is_that_many_seconds_ahead() {
        Instant before = Instant.now();

        Reply reply = limited("date");

        assertThat(dateOf(reply))
                .isBetween(before.plusSeconds(19), Instant.now().plusSeconds(20));
    }

    @Test
    void a_date_can_be_past() {
        assertThat(dateOf(limited("past"))).isBefore(Instant.now().minus(Duration.ofMinutes(59)));
    }

    @Test
    void the_form_is_also_that_of_limited_chats() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.faults(JsonTrees.object().put("limited_share", 1.0).put("retry_after", "text"));

        Reply reply = linq.send(chat, "Hello");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("soon");
        assertThat(linq.struck("limited_share")).isEqualTo(1);
    }

    @Test
    void a_limited_request_has_no_effect() {
        linq.faults(JsonTrees.object().put("limited", 1.0));

        assertThat(linq.createGroup("Welcome!", ANN, BOB).header("Retry-After")).isEqualTo("60");
        assertThat(linq.record().path("chats")).isEmpty();
    }
}
