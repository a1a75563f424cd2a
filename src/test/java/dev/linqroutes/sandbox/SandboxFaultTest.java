package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.faults.Fault;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxFaultTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    private void always(String fault) {
        linq.faults(JsonTrees.object().put(fault, 1.0));
    }

    private int chats() {
        return linq.record().path("chats").size();
    }

    private Reply create() {
        return linq.createGroup("Welcome!", ANN, BOB);
    }

    @Test
    void an_error_before_the_effect_leaves_no_chat() {
        always("error_before");

        assertThat(create().status()).isEqualTo(503);
        assertThat(chats()).isZero();
    }

    @Test
    void an_error_after_the_effect_leaves_the_chat() {
        always("error_after");

        assertThat(create().code()).isEqualTo(3006);
        assertThat(chats()).isEqualTo(1);
    }

    @Test
    void a_connection_dropped_before_the_effect_leaves_no_chat() {
        always("drop_before");

        assertThatThrownBy(this::create).isInstanceOf(UncheckedIOException.class);
        assertThat(chats()).isZero();
    }

    @Test
    void a_connection_dropped_after_the_effect_leaves_the_chat() {
        always("drop_after");

        assertThatThrownBy(this::create).isInstanceOf(UncheckedIOException.class);
        assertThat(chats()).isPositive();
    }

    @Test
    void a_gateways_page_is_not_json() {
        always("garbage");

        Reply reply = create();

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.header("content-type")).isEqualTo("text/html");
    }

    @Test
    void not_ready_leaves_no_chat() {
        always("not_ready");

        assertThat(create().code()).isEqualTo(2007);
        assertThat(chats()).isZero();
    }

    @Test
    void a_chat_in_transition_accepts_no_message() {
        String chat = create().chatId();
        always("in_transition");

        Reply reply = linq.send(chat, "Hello");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo(2009);
    }

    @Test
    void an_error_in_a_200_leaves_no_chat() {
        always("error_in_200");

        Reply reply = create();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.code()).isEqualTo(3006);
        assertThat(chats()).isZero();
    }

    @Test
    void a_gateways_page_in_a_200_leaves_the_chat() {
        always("garbage_in_200");

        Reply reply = create();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("text/html");
        assertThat(chats()).isEqualTo(1);
    }

    @Test
    void a_slow_response_arrives() {
        linq.faults(JsonTrees.object().put("slow", 1.0).put("slow_millis", 30));

        assertThat(create().status()).isEqualTo(201);
    }

    @Test
    void a_request_can_be_unauthorized_once() {
        assertThat(linq.callWithFault("unauthorized", "GET", "/chats", JsonTrees.object())
                        .code())
                .isEqualTo(2004);
        assertThat(linq.get("/chats").status()).isEqualTo(200);
    }

    @Test
    void a_gateways_404_is_a_page_and_leaves_no_chat() {
        always("gateway_404");

        Reply reply = create();

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("content-type")).isEqualTo("text/html");
        assertThat(chats()).isZero();
    }

    @Test
    void an_empty_answer_that_claims_to_be_gzip_leaves_the_chat() {
        always("empty_gzip");

        Reply reply = create();

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("content-encoding")).isEqualTo("gzip");
        assertThat(reply.response().body()).isEmpty();
        assertThat(chats()).isEqualTo(1);
    }

    @Test
    void a_hung_request_has_its_effect_and_no_answer_until_the_connection_is_closed() {
        linq.faults(JsonTrees.object().put("hung", 1.0).put("hung_seconds", 1));
        long start = System.nanoTime();

        assertThatThrownBy(this::create).isInstanceOf(UncheckedIOException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(chats()).isEqualTo(1);
    }

    @Test
    void a_trickling_answer_takes_a_while_for_each_byte_and_is_complete() {
        linq.faults(JsonTrees.object().put("trickle", 1.0).put("trickle_millis", 1));
        long start = System.nanoTime();

        Reply reply = create();

        long bytes = Long.parseLong(reply.header("content-length"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(bytes - 1));
        assertThat(reply.chatId()).isNotEmpty();
    }

    @Test
    void answers_have_a_latency_of_their_own_after_the_effect() {
        linq.faults(JsonTrees.object().put("latency_median_millis", 150));
        long start = System.nanoTime();

        assertThat(create().status()).isEqualTo(201);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void a_request_can_name_its_latency() {
        long start = System.nanoTime();

        Reply reply = linq.callWithFault("latency_median_millis=150", "GET", "/chats", JsonTrees.object());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void a_revoked_key_opens_nothing_until_the_fault_is_cleared() {
        linq.faults(JsonTrees.object().put("reject_key", true));
        assertThat(create().code()).isEqualTo(2004);
        assertThat(linq.get("/phone_numbers").code()).isEqualTo(2004);
        assertThat(linq.get("/webhook-subscriptions").code()).isEqualTo(2004);
        assertThat(linq.post("/attachments", JsonTrees.object()).code()).isEqualTo(2004);

        linq.faults(JsonTrees.object());
        assertThat(create().status()).isEqualTo(201);
    }

    @Test
    void a_share_of_chats_is_rate_limited() {
        String chat = create().chatId();
        linq.faults(JsonTrees.object().put("limited_share", 1.0).put("limited_seconds", 30));

        Reply reply = linq.send(chat, "Hello");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 30);
    }

    @Test
    void the_same_seed_gives_the_same_faults() {
        List<Integer> first = tenStatuses();

        assertThat(tenStatuses()).isEqualTo(first).contains(200, 503);
    }

    private List<Integer> tenStatuses() {
        linq.faults(JsonTrees.object().put("seed", 7).put("error_before", 0.5));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            statuses.add(linq.get("/chats").status());
        }
        return statuses;
    }

    static Stream<String> requestFaults() {
        return Stream.of(Fault.values())
                .filter(fault -> fault.of() == Fault.Of.REQUEST)
                .map(Fault::key);
    }

    @ParameterizedTest
    @MethodSource("requestFaults")
    void every_fault_of_a_request_is_in_the_log_and_counted(String fault) {
        ObjectNode body = JsonTrees.object().put("from", TestSandbox.LINE);
        body.putArray("to").add(ANN).add(BOB);
        body.set("message", TestSandbox.aText("Welcome!"));
        String quickly = fault + "; slow_millis=1; hung_seconds=1; trickle_millis=1";

        try {
            linq.callWithFault(quickly, "POST", "/chats", body);
        } catch (UncheckedIOException e) {
            assertThat(fault).matches("drop_.*|hung");
        }

        JsonNode logged =
                linq.request("GET", linq.url("/sandbox/requests"), "", "").body();
        assertThat(logged.at("/requests/0/fault").asText()).isEqualTo(fault);
        assertThat(linq.struck(fault)).isPositive();
    }

    static Stream<String> faultsAfterTheEffect() {
        return Stream.of(
                "error_after",
                "drop_after",
                "garbage",
                "garbage_in_200",
                "slow",
                "hung",
                "trickle",
                "empty_gzip",
                "webhook_before_answer");
    }

    @ParameterizedTest
    @MethodSource("faultsAfterTheEffect")
    void a_refused_request_has_no_effect_that_a_fault_could_come_after(String fault) {
        assertThat(linq.callWithFault(fault, "POST", "/chats", JsonTrees.object())
                        .code())
                .isEqualTo(1001);

        JsonNode logged =
                linq.request("GET", linq.url("/sandbox/requests"), "", "").body();
        assertThat(logged.at("/requests/0/fault").isNull()).isTrue();
        assertThat(linq.struck(fault)).isZero();
    }

    @Test
    void injected_faults_are_counted() {
        always("error_before");
        create();
        create();

        assertThat(linq.struck("error_before")).isEqualTo(2);
        assertThat(linq.struck("error_after")).isZero();
    }
}
