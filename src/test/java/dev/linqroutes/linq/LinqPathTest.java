package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;

/** No id can redirect an authorized call to another path. */
class LinqPathTest {

    @Property
    void an_id_is_one_segment_that_can_be_read_back(@ForAll @NotEmpty @CharRange(from = '!', to = '~') String id) {
        for (String path : new String[] {
            LinqPath.chat(id), LinqPath.message(id), LinqPath.requireCallable(LinqPath.withChat("/chats/{chat_id}", id))
        }) {
            URI called = URI.create("https://api.example.com/v3" + path).normalize();

            assertThat(called.getRawPath()).matches("/v3/(chats|messages)/[A-Za-z0-9%_-]+");
            assertThat(called.getRawQuery()).isNull();
            assertThat(called.getRawFragment()).isNull();
            assertThat(URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8))
                    .isEqualTo(id);
        }
    }

    @Example
    void a_path_without_its_id_is_rejected() {
        assertThatThrownBy(() -> LinqPath.requireCallable(LinqPath.withChat("/chats/{chat_id}", "")))
                .isInstanceOf(CallNotPossible.class);
    }

    @Example
    void a_request_is_measured_under_its_path_without_ids() {
        assertThat(LinqPath.endpoint("POST", "/api/partner/v3/chats")).isEqualTo("POST /chats");
        assertThat(LinqPath.endpoint("POST", "/api/partner/v3" + LinqPath.withChat("/chats/{chat_id}/messages", "c-1")))
                .isEqualTo("POST /chats/{id}/messages");
        assertThat(LinqPath.endpoint("POST", "/messages/m-1/reactions")).isEqualTo("POST /messages/{id}/reactions");
    }

    @Property
    void no_id_makes_a_label_of_its_own(@ForAll @NotEmpty String id) {
        assertThat(LinqPath.endpoint("GET", LinqPath.message(id))).isEqualTo("GET /messages/{id}");
    }

    @Example
    void a_path_that_is_none_of_linq_has_a_label_too() {
        assertThat(LinqPath.endpoint("GET", "/chats/a/b/c/d/e/f")).isEqualTo("GET /chats/{id}/{id}");
        assertThat(LinqPath.endpoint("GET", "/elsewhere/1")).isEqualTo("GET other");
    }
}
