package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of codes in Linq's reference, and the classification of other codes. */
class ResponseClassTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void every_2xx_is_accepted(int status) {
        assertThat(meaning(status)).isEqualTo(ResponseClass.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({
        "200, 1007, RATE_LIMITED",
        "200, 2004, KEY_REJECTED",
        "202, 2009, NOT_READY",
        "201, 3006, RETRYABLE",
        "200, 5001, RETRYABLE",
        "200, 2999, RETRYABLE",
        "202, 1004, FAILED",
        "200, 3007, FAILED"
    })
    void a_2xx_with_an_error_in_it_is_not_accepted(int status, int code, ResponseClass meaning) {
        assertThat(ResponseClass.of(status, Optional.of(code))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 599})
    void a_5xx_or_408_is_retryable(int status) {
        assertThat(meaning(status)).isEqualTo(ResponseClass.RETRYABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 403, 404, 405, 409, 410, 413, 415, 422, 451})
    void any_other_4xx_is_a_permanent_failure(int status) {
        assertThat(meaning(status)).isEqualTo(ResponseClass.FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed_with_a_key(int status) {
        assertThat(meaning(status)).isEqualTo(ResponseClass.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"429, 1007", "429, 1005", "429, 9999", "429, ", "400, 1007", "500, 1007"})
    void a_rate_limit_is_recognized_by_code_or_status(int status, Integer code) {
        assertThat(ResponseClass.of(status, Optional.ofNullable(code))).isEqualTo(ResponseClass.RATE_LIMITED);
    }

    @ParameterizedTest
    @CsvSource({"401, 2004", "401, ", "401, 1005", "401, 9999", "403, 2004"})
    void a_rejected_key_is_recognized_by_code_or_status(int status, Integer code) {
        assertThat(ResponseClass.of(status, Optional.ofNullable(code))).isEqualTo(ResponseClass.KEY_REJECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 2022",
        "500, 3001",
        "500, 3002",
        "500, 3003",
        "500, 3004",
        "504, 3005",
        "500, 3006",
        "500, 4001",
        "500, 4002",
        "503, 4004",
        "503, 4010",
        "500, 5001",
        "500, 5003"
    })
    void a_transient_error_is_retryable(int status, int code) {
        assertThat(ResponseClass.of(status, Optional.of(code))).isEqualTo(ResponseClass.RETRYABLE);
    }

    @ParameterizedTest
    @CsvSource({"404, 2007", "409, 2009", "409, 2015"})
    void a_state_in_transition_is_retryable_for_a_short_time(int status, int code) {
        assertThat(ResponseClass.of(status, Optional.of(code))).isEqualTo(ResponseClass.NOT_READY);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 1001", "400, 1002", "400, 1003", "400, 1004", "400, 1005", "409, 1006", "400, 1008", "404, 2001",
        "404, 2002", "404, 2003", "403, 2005", "403, 2006", "403, 2008", "404, 2010", "403, 2011", "404, 2012",
        "409, 2013", "409, 2014", "409, 2016", "409, 2017", "409, 2018", "404, 2019", "404, 2021", "409, 2023",
        "403, 2024", "409, 2025", "403, 2026", "403, 2027", "400, 2028", "422, 4005", "413, 5001", "400, 5004",
        "400, 5005", "400, 5006", "400, 5007"
    })
    void an_error_of_the_call_is_a_permanent_failure(int status, int code) {
        assertThat(ResponseClass.of(status, Optional.of(code))).isEqualTo(ResponseClass.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 3007",
        "500, 3007",
        "500, 4003",
        "500, 4005",
        "500, 4006",
        "500, 4007",
        "503, 4008",
        "503, 4009",
        "500, 5002",
        "500, 5004",
        "500, 1004",
        "503, 2013"
    })
    void a_permanent_code_is_a_failure_even_with_a_transient_status(int status, int code) {
        assertThat(ResponseClass.of(status, Optional.of(code))).isEqualTo(ResponseClass.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"403, 2020, FAILED", "409, 2020, FAILED", "500, 2020, RETRYABLE"})
    void an_undocumented_code_is_classified_by_status(int status, int code, ResponseClass meaning) {
        assertThat(ResponseClass.of(status, Optional.of(code))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 1999, FAILED",
        "409, 2029, FAILED",
        "400, 3999, RETRYABLE",
        "422, 4999, FAILED",
        "400, 5999, FAILED",
        "400, 6001, FAILED",
        "500, 1999, RETRYABLE",
        "503, 2999, RETRYABLE",
        "500, 3999, RETRYABLE",
        "400, 0, FAILED",
        "400, -3001, FAILED"
    })
    void an_unknown_code_is_classified_by_status_and_the_server_range_is_retryable(
            int status, int code, ResponseClass meaning) {
        assertThat(ResponseClass.of(status, Optional.of(code))).isEqualTo(meaning);
    }

    private static ResponseClass meaning(int status) {
        return ResponseClass.of(status, Optional.empty());
    }
}
