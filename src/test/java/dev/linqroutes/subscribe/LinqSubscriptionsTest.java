package dev.linqroutes.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.Application;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.SandboxOptions;
import dev.linqroutes.subscribe.LinqSubscriptions.Made;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinqSubscriptionsTest {
    private Sandbox sandbox;
    private Application application;
    private LinqSubscriptions linq;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        application = Application.withoutRoutes(Map.of());
        linq = new LinqSubscriptions(application.context(), sandbox.apiUrl() + "/", "sandbox-key");
    }

    @AfterEach
    void close() {
        application.close();
        sandbox.close();
    }

    @Test
    void the_known_event_types_are_those_that_the_server_offers() {
        assertThat(linq.offeredEvents()).contains(KnownEvents.TYPES);
    }

    @Test
    void what_was_made_is_listed_without_its_secret_and_changed_as_asked() {
        Made made = linq.create(Subscribed.wanted("+12223334444"));
        assertThat(made.secret()).get().asString().startsWith("whsec_");
        assertThat(made).asString().doesNotContain("whsec_");
        assertThat(linq.all()).containsExactly(made.subscription());

        Wanted other = new Wanted(
                Target.wanted("http://127.0.0.1:9000"),
                Optional.of(Set.of("message.sent", "message.read")),
                Set.of(),
                Set.of());
        linq.update(made.subscription().id(), Change.of(made.subscription(), other));

        assertThat(linq.all()).singleElement().satisfies(changed -> {
            assertThat(changed.target()).isEqualTo(other.target());
            assertThat(changed.lines()).isEmpty();
        });
    }
}
