package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import dev.linqroutes.console.JsonPlaces.Place;
import org.junit.jupiter.api.Test;

class JsonPlacesTest {
    private static final String TEXT =
            """
            {
              "to": ["+12025550101",
                     "1234"],
              "שלום 😀": {"a/b~c": [[1], {"deep": null}]}, "twice": {"to": 1}
            }""";

    @Test
    void a_field_is_at_its_name_and_an_entry_at_its_value() {
        assertThat(find("/to")).isEqualTo(new Place(2, 3, true));
        assertThat(find("/to/1")).isEqualTo(new Place(3, 10, true));
        assertThat(find("")).isEqualTo(new Place(1, 1, true));
    }

    @Test
    void a_field_of_the_same_name_in_another_object_is_not_mistaken_for_it() {
        assertThat(find("/twice/to")).isEqualTo(new Place(4, 58, true));
    }

    @Test
    void columns_count_the_units_of_a_page_and_names_may_have_any_characters() {
        assertThat(find("/שלום 😀/a~1b~0c/1/deep")).isEqualTo(new Place(4, 31, true));
    }

    @Test
    void what_is_missing_is_at_the_innermost_that_should_have_it() {
        assertThat(find("/message/text")).isEqualTo(new Place(1, 1, false));
        assertThat(find("/to/7")).isEqualTo(new Place(2, 3, false));
        assertThat(find("/to/0/text")).isEqualTo(new Place(2, 10, false));
    }

    private static Place find(String pointer) {
        return JsonPlaces.find(TEXT, JsonPointer.compile(pointer));
    }
}
