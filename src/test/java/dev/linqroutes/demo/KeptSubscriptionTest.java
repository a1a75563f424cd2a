package dev.linqroutes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.Application;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.SandboxOptions;
import dev.linqroutes.subscribe.LinqSubscriptions;
import dev.linqroutes.subscribe.Target;
import dev.linqroutes.subscribe.Wanted;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSubscriptionTest {
    @TempDir
    Path folder;

    private Application application;
    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        application = Application.withoutRoutes(Map.of());
        sandbox = Sandbox.start(SandboxOptions.defaults());
    }

    @AfterEach
    void close() {
        sandbox.close();
        application.close();
    }

    @Test
    void a_restart_keeps_the_secret_and_moves_the_subscription_to_the_port_of_today() throws Exception {
        String secret = subscribe("http://127.0.0.1:8080");

        assertThat(subscribe("http://127.0.0.1:8080")).isEqualTo(secret);
        assertThat(subscribe("http://127.0.0.1:9090")).isEqualTo(secret);

        assertThat(linq().all()).singleElement().satisfies(each -> assertThat(each.target())
                .isEqualTo(Target.wanted("http://127.0.0.1:9090")));
    }

    @Test
    void a_local_linq_that_has_forgotten_the_subscription_gets_a_new_one() throws Exception {
        String secret = subscribe("http://127.0.0.1:8080");
        sandbox.close();
        sandbox = Sandbox.start(SandboxOptions.defaults());

        String fresh = subscribe("http://127.0.0.1:8080");

        assertThat(fresh).isNotEqualTo(secret);
        assertThat(subscribe("http://127.0.0.1:8080")).isEqualTo(fresh);
        assertThat(linq().all()).hasSize(1);
    }

    private String subscribe(String url) throws Exception {
        Wanted wanted = new Wanted(Target.wanted(url), linq().offeredEvents(), Set.of(), Set.of());
        return new KeptSubscription(folder.resolve("subscription.json")).secret(linq(), wanted);
    }

    private LinqSubscriptions linq() {
        return new LinqSubscriptions(application.context(), sandbox.apiUrl(), "sandbox-key");
    }
}
