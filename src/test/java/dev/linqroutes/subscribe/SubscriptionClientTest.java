package dev.linqroutes.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.app.Application;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.subscribe.SubscriptionClient.CreatedSubscription;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionClientTest {
    private Sandbox sandbox;
    private Application application;
    private SubscriptionClient linq;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        application = Application.startWithoutRoutes(Map.of());
        linq = new SubscriptionClient(new LinqApiClient(application.context(), sandbox.apiUrl() + "/", "sandbox-key"));
    }

    @AfterEach
    void close() {
        application.close();
        sandbox.close();
    }

    @Test
    void the_known_event_types_are_those_of_the_sandbox() {
        assertThat(linq.readOfferedEvents()).contains(KnownEventTypes.TYPES);
    }

    @Test
    void a_created_subscription_is_listed_without_secret_and_can_be_updated() {
        CreatedSubscription created = linq.create(TestSubscriptions.desired("+12223334444"));
        assertThat(created.secret()).get().asString().startsWith("whsec_");
        assertThat(created).asString().doesNotContain("whsec_");
        assertThat(linq.readAll()).containsExactly(created.subscription());

        DesiredSubscription other = new DesiredSubscription(
                CallbackUrl.parse("http://127.0.0.1:9000"),
                Optional.of(Set.of("message.sent", "message.read")),
                Set.of(),
                Set.of());
        linq.update(created.subscription().id(), SubscriptionUpdate.of(created.subscription(), other));

        assertThat(linq.readAll()).singleElement().satisfies(changed -> {
            assertThat(changed.callback()).isEqualTo(other.callback());
            assertThat(changed.lines()).isEmpty();
        });
    }
}
