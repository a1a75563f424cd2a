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
}
