package dev.linqroutes.ledger.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.chat.ChatState.Member;
import dev.linqroutes.ledger.chat.ChatState.TimedValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The state of a chat does not depend on the order in which it was observed. */
class ChatStatePropertiesTest {
    @Property
    void the_order_of_merging_does_not_matter(@ForAll("parts") List<ChatState> parts, @ForAll long seed) {
        List<ChatState> shuffled = new ArrayList<>(parts);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(all(shuffled)).isEqualTo(all(parts));
    }

    @Property
    void merging_is_idempotent(@ForAll("parts") List<ChatState> parts) {
        ChatState state = all(parts);

        parts.forEach(part -> assertThat(state.merge(part)).isEqualTo(state));
    }

    @Property
    void merging_is_associative(@ForAll("parts") List<ChatState> some, @ForAll("parts") List<ChatState> rest) {
        assertThat(all(some).merge(all(rest)))
                .isEqualTo(all(Stream.concat(some.stream(), rest.stream()).toList()));
    }

    @Property
    void a_state_survives_its_json(@ForAll("parts") List<ChatState> parts) {
        assertThat(ChatState.fromJson(all(parts).toJson())).isEqualTo(all(parts));
    }

    private static ChatState all(List<ChatState> parts) {
        return parts.stream().reduce(ChatState.UNKNOWN, ChatState::merge);
    }

    @Provide
    Arbitrary<List<ChatState>> parts() {
        return Combinators.combine(
                        fact("One", "Two").optional(),
                        fact("icon-1", "icon-2").optional(),
                        fact("iMessage", "SMS").optional(),
                        Arbitraries.of(true, false),
                        members())
                .as((name, icon, service, whole, members) ->
                        new ChatState(name, icon, service, Optional.of(true), whole, members))
                .list()
                .ofMaxSize(6);
    }

    private static Arbitrary<TimedValue> fact(String... values) {
        return Combinators.combine(Arbitraries.of(values).optional(), times()).as(TimedValue::new);
    }

    private static Arbitrary<Map<String, Member>> members() {
        Arbitrary<Member> member = Combinators.combine(
                        Arbitraries.of("ann@example.org", "+12025550111", "+12223334444"),
                        Arbitraries.of("active", "left", "removed"),
                        times())
                .as((handle, status, at) -> new Member(
                        handle,
                        status,
                        Optional.of("iMessage"),
                        Optional.empty(),
                        Optional.empty(),
                        handle.equals("+12223334444"),
                        at));
        return member.list().ofMaxSize(3).map(list -> {
            Map<String, Member> byHandle = new HashMap<>();
            list.forEach(each -> byHandle.put(each.handle(), each));
            return byHandle;
        });
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.integers().between(0, 3).map(Instant::ofEpochSecond);
    }
}
