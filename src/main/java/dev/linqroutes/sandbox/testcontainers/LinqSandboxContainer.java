package dev.linqroutes.sandbox.testcontainers;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.junit.LinqSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A sandbox in a container of the project's image. From the same network it is reached by its network aliases: {@code
 * http://alias:8082/api/partner/v3}. Webhooks to other containers, or to this JVM, need {@link #withWebhookHosts}.
 */
public class LinqSandboxContainer extends GenericContainer<LinqSandboxContainer> {
    public static final int PORT = 8082;

    /** Of the account that the container starts with. */
    public static final String API_KEY = "sandbox-key";

    private final List<String> options = new ArrayList<>();

    /** @param image such as {@code linq-routes}, as {@code docker build -t linq-routes .} makes it */
    public LinqSandboxContainer(String image) {
        super(image);
        prepare();
    }

    /** @param image to be built */
    public LinqSandboxContainer(Future<String> image) {
        super(image);
        prepare();
    }

    private void prepare() {
        withExposedPorts(PORT);
        // The image's own health check is that of the command run.
        waitingFor(Wait.forHttp(SandboxOptions.BASE_PATH + "/phone_numbers")
                .forPort(PORT)
                .withHeader("Authorization", "Bearer " + API_KEY)
                .withStartupTimeout(Duration.ofMinutes(2)));
    }

    /** Further options of the command {@code sandbox}, such as {@code --fault error_after=0.1}. */
    public LinqSandboxContainer withOptions(String... options) {
        this.options.addAll(List.of(options));
        return this;
    }

    /**
     * Takes subscriptions with http to these hosts: aliases of other containers, or {@code host.testcontainers.internal} for a port
     * of this JVM that {@code Testcontainers.exposeHostPorts} exposes. Without them only https is taken.
     */
    public LinqSandboxContainer withWebhookHosts(String... hosts) {
        for (String host : hosts) {
            withOptions("--webhook-host", host);
        }
        return this;
    }

    /** @param names host names that it answers to */
    List<String> command(List<String> names) {
        List<String> command = new ArrayList<>(
                List.of("sandbox", "--host", "0.0.0.0", "--port", Integer.toString(PORT), "--key", API_KEY));
        for (String name : names) {
            command.add("--allowed-host");
            command.add(name);
        }
        command.addAll(options);
        return command;
    }

    @Override
    protected void configure() {
        List<String> names = new ArrayList<>(getNetworkAliases());
        // Of a remote Docker, as this JVM calls it.
        names.add(getHost());
        setCommand(command(names).toArray(String[]::new));
    }

    /** The account that the container starts with; {@link LinqSandbox#newAccount} makes one for each test. */
    public LinqSandbox sandbox() {
        return LinqSandbox.at("http://" + getHost() + ":" + getMappedPort(PORT), API_KEY);
    }
}
