package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.faults.Fault;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How faults are set: by option, by endpoint, for one request. */
class SandboxFaultSettingsTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withFaults(List.of("error_in_200=0.25", "seed=7")));

    private Reply set(String faults) {
        return linq.request("PUT", linq.url("/sandbox/faults"), "", faults);
    }

    private Reply change(String faults) {
        return linq.request("PATCH", linq.url("/sandbox/faults"), "", faults);
    }

    private JsonNode read() {
        return linq.request("GET", linq.url("/sandbox/faults"), "", "").body();
    }

    private Reply withFault(String fault) {
        return linq.callWithFault(fault, "GET", "/chats", JsonTrees.object());
    }

    private List<Integer> statuses(int count) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(linq.get("/chats").status());
        }
        return statuses;
    }

    @Test
    void options_set_the_faults_of_every_account_from_its_start() {
        String key = linq.admin("POST", "/accounts", JsonTrees.object()).text("/api_key");

        JsonNode ofAnother = linq.request("GET", linq.url("/sandbox/faults"), "Bearer " + key, "")
                .body();

        assertThat(read().path("error_in_200").doubleValue()).isEqualTo(0.25);
        assertThat(ofAnother.path("error_in_200").doubleValue()).isEqualTo(0.25);
    }

    @Test
    void setting_faults_replaces_those_that_were_set() {
        assertThat(set("{\"slow\": 0.5}").body().path("error_in_200").doubleValue())
                .isZero();
        assertThat(linq.admin("POST", "/faults", JsonTrees.object())
                        .body()
                        .path("slow")
                        .doubleValue())
                .isZero();
    }

    @Test
    void changing_faults_leaves_all_others_and_what_they_have_counted_and_are_still_to_strike() {
        set("{\"unauthorized\": 1, \"slow_millis\": 7}");
        linq.get("/chats");
        linq.admin(
                "POST",
                "/faults/next",
                JsonTrees.object().put("fault", "error_after").put("count", 1));

        assertThat(change("{\"reject_key\": true, \"slow_millis\": null}").status())
                .isEqualTo(200);

        JsonNode faults = read();
        assertThat(faults.path("reject_key").booleanValue()).isTrue();
        assertThat(faults.path("unauthorized").doubleValue()).isEqualTo(1);
        assertThat(faults.path("slow_millis").intValue()).as("its standard").isEqualTo(1000);
        assertThat(linq.struck("unauthorized")).isEqualTo(1);
        assertThat(faults.path("next")).hasSize(1);
    }

    @Test
    void changing_faults_does_not_change_whom_they_strike() {
        set("{\"seed\": 1, \"error_before\": 0.5}");
        List<Integer> first = statuses(40);
        set("{\"seed\": 1, \"error_before\": 0.5}");
        List<Integer> second = new ArrayList<>(statuses(20));
        change("{\"slow_millis\": 7}");
        second.addAll(statuses(20));

        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eror_before\": 0.5}",
                "{\"error_before\": 1.5}",
                "{\"error_before\": 0.8}",
                "{\"seed\": 2}",
                "{\"eror_before\": null}"
            })
    void a_change_that_is_unknown_or_impossible_with_the_rest_is_refused_and_changes_nothing(String faults) {
        JsonNode before = read();

        assertThat(change(faults).code()).isEqualTo(1005);
        assertThat(read()).isEqualTo(before);
    }

    @Test
    void deleting_the_faults_brings_back_those_of_the_options_and_counts_anew() {
        set("{\"unauthorized\": 1}");
        linq.get("/chats");
        assertThat(linq.struck("unauthorized")).isEqualTo(1);

        linq.admin("DELETE", "/faults", JsonTrees.object());

        assertThat(read().path("error_in_200").doubleValue()).isEqualTo(0.25);
        assertThat(read().path("unauthorized").doubleValue()).isZero();
        assertThat(linq.struck("unauthorized")).isZero();
    }

    @Test
    void what_is_to_strike_next_is_shown_until_it_has_struck_or_is_deleted() {
        ObjectNode twice = JsonTrees.object().put("fault", "not-ready").put("count", 2);
        linq.admin("POST", "/faults/next", twice);
        withFault("slow=0");
        linq.get("/chats");
        assertThat(read().path("next"))
                .containsExactly(JsonTrees.object().put("fault", "not_ready").put("count", 1));

        linq.admin("DELETE", "/faults", JsonTrees.object());

        assertThat(read().path("next")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eror_before\": 0.5}",
                "{\"error_before\": 1.5}",
                "{\"error_before\": -0.1}",
                "{\"error_before\": \"0.5\"}",
                "{\"error_before\": true}",
                "{\"error_before\": 0.6, \"drop_before\": 0.6}",
                "{\"slow_millis\": 0.5}",
                "{\"slow_millis\": -1}",
                "{\"slow_millis\": 99999999999}",
                "{\"reject_key\": 1}",
                "{\"retry_after\": \"tomorrow\"}",
                "{\"latency_p99_millis\": 100}",
                "{\"latency_median_millis\": 100, \"latency_p99_millis\": 50}",
                "{\"struck\": {}}"
            })
    void unknown_names_and_impossible_values_are_refused_and_change_nothing(String faults) {
        Reply reply = set(faults);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(1005);
        assertThat(read().path("error_in_200").doubleValue()).isEqualTo(0.25);
    }

    @Test
    void who_misspells_a_fault_learns_which_there_are() {
        for (Reply reply : List.of(set("{\"eror_before\": 1}"), withFault("eror_before"))) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("/error/message"))
                    .contains("eror_before", "error_before, error_after", "retry_after");
        }
        assertThat(set("{\"retry_after\": \"tomorrow\"}").text("/error/message"))
                .contains("retry_after", "tomorrow", "seconds, date, fraction");
    }

    @Test
    void all_faults_are_listed_with_what_they_do() {
        JsonNode view = read();

        assertThat(view.path("known").valueStream().map(known -> known.path("name")
                        .asText()))
                .containsExactlyElementsOf(
                        Stream.of(Fault.values()).map(Fault::key).toList());
        assertThat(view.path("known").valueStream()).allSatisfy(known -> {
            assertThat(known.path("meaning").asText()).isNotBlank();
            assertThat(view.has(known.path("name").asText())).isTrue();
        });
    }

    @Test
    void a_request_meets_the_fault_of_its_header_and_no_other() {
        set("{\"error_before\": 1}");

        assertThat(withFault("not_ready").code()).isEqualTo(2007);
        assertThat(withFault("slow; slow-millis=1").status()).isEqualTo(200);
        assertThat(linq.get("/chats").status()).isEqualTo(503);
    }

    @Test
    void a_request_that_is_not_about_a_chat_can_name_a_fault_too() {
        assertThat(linq.callWithFault("error_after", "GET", "/phone_numbers", JsonTrees.object())
                        .status())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow_millis", "slow=2", "error_before; drop_before", "slow; retry-after=tomorrow", ""})
    void a_header_that_makes_no_sense_is_refused_without_effect(String header) {
        ObjectNode body = JsonTrees.object().put("from", TestSandbox.LINE);
        body.set("to", JsonTrees.texts(List.of(ANN, BOB)));
        body.set("message", TestSandbox.aText("Welcome!"));

        assertThat(linq.callWithFault(header, "POST", "/chats", body).status()).isEqualTo(400);
        assertThat(linq.record().path("chats")).isEmpty();
    }

    @Test
    void options_that_make_no_sense_are_refused() {
        SandboxOptions options = SandboxOptions.defaults();

        assertThatThrownBy(() -> options.withFaults(List.of("eror_before=1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("error_before");
        assertThatThrownBy(() -> options.withFaults(List.of("error_before=2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 1");
    }

    @Test
    void another_seed_gives_other_faults() {
        set("{\"seed\": 1, \"error_before\": 0.5}");
        List<Integer> first = statuses(40);
        set("{\"seed\": 1, \"error_before\": 0.5}");
        assertThat(statuses(40)).isEqualTo(first);
        set("{\"seed\": 2, \"error_before\": 0.5}");
        assertThat(statuses(40)).isNotEqualTo(first);
    }

    /** So a test can add a fault in the middle of a run that it repeats. */
    @Test
    void a_request_that_names_its_fault_does_not_change_those_of_the_next() {
        set("{\"seed\": 1, \"error_before\": 0.5}");
        List<Integer> first = statuses(40);
        set("{\"seed\": 1, \"error_before\": 0.5}");
        List<Integer> second = new ArrayList<>(statuses(10));
        second.add(first.get(10));
        assertThat(withFault("unauthorized").status()).isEqualTo(401);
        second.addAll(statuses(29));

        assertThat(second).isEqualTo(first);
    }
}
