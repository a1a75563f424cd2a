package dev.linqroutes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.app.Application;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.subscribe.CallbackUrl;
import dev.linqroutes.subscribe.DesiredSubscription;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.subscribe.SubscriptionClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSubscriptionTest {
    @TempDir
    Path folder;

    private Application application;
    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        application = Application.startWithoutRoutes(Map.of());
        sandbox = Sandbox.start(SandboxOptions.defaults());
    }

    @AfterEach
    void close() {
        sandbox.close();
        application.close();
    }

    @Test
    void a_restart_keeps_the_secret_and_updates_the_port() throws Exception {
        String secret = subscribe("http://127.0.0.1:8080");

        assertThat(subscribe("http://127.0.0.1:8080")).isEqualTo(secret);
        assertThat(subscribe("http://127.0.0.1:9090")).isEqualTo(secret);

        assertThat(linq().readAll()).singleElement().satisfies(each -> assertThat(each.callback())
                .isEqualTo(CallbackUrl.parse("http://127.0.0.1:9090")));
    }

    @Test
    void a_sandbox_without_the_subscription_gets_a_new_one() throws Exception {
        String secret = subscribe("http://127.0.0.1:8080");
        sandbox.close();
        sandbox = Sandbox.start(SandboxOptions.defaults());

        String fresh = subscribe("http://127.0.0.1:8080");

        assertThat(fresh).isNotEqualTo(secret);
        assertThat(subscribe("http://127.0.0.1:8080")).isEqualTo(fresh);
        assertThat(linq().readAll()).hasSize(1);
    }

    private String subscribe(String url) throws Exception {
        DesiredSubscription wanted =
                new DesiredSubscription(CallbackUrl.parse(url), linq().readOfferedEvents(), Set.of(), Set.of());
        return new DemoSubscription(folder.resolve("subscription.json")).createOrUpdate(linq(), wanted);
    }

    private SubscriptionClient linq() {
        return new SubscriptionClient(new LinqApiClient(application.context(), sandbox.apiUrl(), "sandbox-key"));
    }
}
