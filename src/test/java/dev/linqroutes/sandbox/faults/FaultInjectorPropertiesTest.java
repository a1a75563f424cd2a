package dev.linqroutes.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FaultInjectorPropertiesTest {
    private static final List<String> SHARES = List.of(
            "error_before=0.3", "drop_after=0.3", "message_fails=0.5", "change_is_swallowed=0.5", "webhook_lost=0.5");

    private final Instant now = Instant.now();

    private FaultInjector injector(long seed) {
        List<String> settings = new ArrayList<>(SHARES);
        settings.add("seed=" + seed);
        return new FaultInjector(FaultSettings.of(settings));
    }

    private Optional<Fault> request(FaultInjector injector) {
        FaultInjector.Target target = new FaultInjector.Target(true, true, Optional.empty());
        return injector.drawForRequest("trace", target, now).map(FaultyAnswer::fault);
    }

    /** @param others how many messages, changes and webhooks come before each request */
    @Property(tries = 200)
    void the_same_requests_meet_the_same_faults_whatever_happens_between_them(
            @ForAll long seed, @ForAll @Size(50) List<@IntRange(max = 3) Integer> others) {
        FaultInjector quiet = injector(seed);
        FaultInjector busy = injector(seed);

        for (int count : others) {
            for (int i = 0; i < count; i++) {
                busy.strikeMessage();
                busy.strikeChange(i == 0);
                busy.strikeWebhook(fault -> true);
                busy.nextLatency("trace");
                busy.newJitterSeed();
            }
            assertThat(request(busy)).isEqualTo(request(quiet));
        }
    }

    /** Ids of chats are different each time. */
    @Property(tries = 50)
    void the_same_chats_in_order_are_limited(@ForAll long seed) {
        assertThat(limitedOfFifty(seed, "one-"))
                .isEqualTo(limitedOfFifty(seed, "other-"))
                .contains(true, false);
    }

    private List<Boolean> limitedOfFifty(long seed, String prefix) {
        FaultInjector injector = new FaultInjector(FaultSettings.of(List.of("limited_share=0.5", "seed=" + seed)));
        List<Boolean> limited = new ArrayList<>();
        for (int request = 0; request < 100; request++) {
            Optional<String> chat = Optional.of(prefix + request / 2);
            limited.add(injector.drawForRequest("trace", new FaultInjector.Target(true, true, chat), now)
                    .isPresent());
        }
        return limited;
    }

    @Property(tries = 50)
    void the_same_webhooks_in_order_have_the_same_waits(
            @ForAll long seed, @ForAll @Size(50) List<@IntRange(max = 3) Integer> others) {
        FaultInjector quiet = injector(seed);
        FaultInjector busy = injector(seed);

        for (int count : others) {
            for (int i = 0; i < count; i++) {
                request(busy);
                busy.strikeMessage();
                busy.strikeWebhook(fault -> true);
                busy.nextLatency("trace");
            }
            assertThat(busy.newJitterSeed()).isEqualTo(quiet.newJitterSeed());
        }
    }

    @Property(tries = 50)
    void a_request_that_names_its_latency_leaves_those_of_others(@ForAll long seed) {
        List<String> settings = List.of("latency_median_millis=100", "latency_p99_millis=1000", "seed=" + seed);
        FaultInjector one = new FaultInjector(FaultSettings.of(settings));
        FaultInjector other = new FaultInjector(FaultSettings.of(settings));
        one.readHeader("named", List.of("latency_median_millis=0; latency_p99_millis=0"));

        assertThat(one.nextLatency("named")).isZero();
        other.nextLatency("trace");

        assertThat(one.nextLatency("trace")).isEqualTo(other.nextLatency("trace"));
    }

    @Property(tries = 20)
    void a_share_is_how_much_is_struck(@ForAll long seed) {
        FaultInjector injector = injector(seed);
        long struck = 0;
        for (int i = 0; i < 4_000; i++) {
            struck += injector.strikeMessage().isPresent() ? 1 : 0;
        }

        assertThat(struck).isBetween(1_800L, 2_200L);
    }
}
