package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Numbers without a country code get that of the sending line, if they are valid there; nothing else of the cell changes. */
class HandleSuggesterTest {
    private final HandleSuggester american = new HandleSuggester(Optional.of("+12223334444"));
    private final HandleSuggester german = new HandleSuggester(Optional.of("+4915112345678"));

    @Test
    void numbers_get_the_country_code_of_the_line() {
        assertThat(american.suggest("(202) 555-0103; 202-555-0104")).contains("+12025550103;+12025550104");
        assertThat(german.suggest("0151 23456789")).contains("+4915123456789");
    }

    @Test
    void complete_numbers_and_addresses_stay() {
        assertThat(american.suggest("+4915123456789; ann@example.com; 202 555 0103"))
                .contains("+4915123456789; ann@example.com;+12025550103");
        assertThat(american.suggest("+12025550103")).isEmpty();
    }

    @Test
    void nothing_is_suggested_for_what_is_no_number_of_that_country() {
        assertThat(american.suggest("12345")).isEmpty();
        assertThat(american.suggest("n/a")).isEmpty();
        assertThat(american.suggest("")).isEmpty();
        assertThat(american.suggest("$1\\2;{}")).isEmpty();
    }

    @Test
    void nothing_is_suggested_without_a_line() {
        assertThat(new HandleSuggester(Optional.empty()).suggest("202 555 0103"))
                .isEmpty();
    }
}
