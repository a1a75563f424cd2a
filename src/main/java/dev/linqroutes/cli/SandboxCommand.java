package dev.linqroutes.cli;

import dev.linqroutes.app.Shutdown;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.faults.Fault;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs only the Linq sandbox, to try producers and consumers without a Linq account. */
@Command(
        name = "sandbox",
        description = "Run only a local server that behaves like the Linq Partner API v3.",
        mixinStandardHelpOptions = true)
public final class SandboxCommand implements Callable<Integer> {
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "${SANDBOX_PORT:-8082}",
            description = "Port to listen on (default: SANDBOX_PORT or 8082)")
    private int port;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to bind (default: ${DEFAULT-VALUE})")
    private String host;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${SANDBOX_ALLOWED_HOSTS:-}",
            description = "Additional host name of the sandbox, such as its service name in a compose file; repeatable"
                    + " (default: SANDBOX_ALLOWED_HOSTS). Requests to other names are refused to prevent DNS"
                    + " rebinding; localhost and IP addresses are always allowed.")
    private Set<String> allowedHosts;

    @Option(
            names = "--webhook-host",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${SANDBOX_WEBHOOK_HOSTS:-}",
            description =
                    "Host name that webhooks may go to by http, such as the service name of a program in a compose file; repeatable (default: SANDBOX_WEBHOOK_HOSTS). To other hosts than this machine they go by https only.")
    private Set<String> webhookHosts;

    @Option(
            names = "--key",
            defaultValue = "sandbox-key",
            description = "API key to accept (default: ${DEFAULT-VALUE})")
    private String key;

    @Option(
            names = "--line",
            defaultValue = "+12223334444",
            description = "Line of the account; repeatable (default: ${DEFAULT-VALUE})")
    private List<String> lines;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "File that persists chats across restarts (default: none)")
    private Optional<Path> journal = Optional.empty();

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "Requests, webhooks, messages, chats and the like to remember, each; the oldest are forgotten."
                            + " Also the messages and changes that may wait for their delay (default: ${DEFAULT-VALUE})")
    private int history;

    @Option(
            names = "--fault",
            paramLabel = "NAME=VALUE",
            description =
                    "Fault to inject, such as error_after=0.1, or one of its settings; repeatable (default: none)")
    private List<String> faults = List.of();

    @Option(
            names = "--assume",
            paramLabel = "NAME=true|false",
            description =
                    "What Linq's documentation leaves open, such as left-chat-is-readable=true; repeatable (default:"
                            + " see below)")
    private Map<String, Boolean> assumptions = Map.of();

    @Option(
            names = "--tls-untrusted",
            description =
                    "Speak https with a certificate that no client trusts, to see how a client fails (default: http)")
    private boolean untrustedTls;

    @Option(
            names = "--fetch-media",
            description =
                    "Download media, icons and the like by their addresses, and refuse what Linq could not send (default: no download)")
    private boolean fetchMedia;

    @Mixin
    private SandboxRulesOptions rules;

    @Spec
    void setSpec(CommandSpec spec) {
        this.spec = spec;
        spec.usageMessage()
                .footer(Stream.of(
                                Stream.of("", "Faults and their settings:"),
                                Stream.of(Fault.values()).map(fault -> "  %s: %s; %s"
                                        .formatted(fault.key(), fault.meaning().replace("`", ""), fault.range())),
                                Stream.of("", "Assumptions:"),
                                Stream.of(Assumption.values()).map(each -> "  %s=%s: %s"
                                        .formatted(each.key(), each.standard(), each.meaning())))
                        .flatMap(lines -> lines)
                        .toArray(String[]::new));
    }

    @Override
    public Integer call() throws Exception {
        SandboxOptions options = options();
        try (Sandbox sandbox = Sandbox.start(options)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("Linq sandbox");
            out.println("  LINQ_API_URL=" + sandbox.apiUrl());
            out.println("  LINQ_API_KEY=" + key);
            out.println("  LINQ_FROM=" + lines.get(0));
            out.println("  page   " + options.scheme() + "://" + host + ":" + sandbox.port() + "/");
            out.println("  stop   Ctrl-C");
            out.flush();
            Shutdown.awaitSignal();
        }
        return 0;
    }

    /** @throws ParameterException when a value is out of its range */
    SandboxOptions options() {
        try {
            SandboxOptions options = SandboxOptions.defaults()
                    .withHost(host)
                    .withAllowedHosts(withoutBlank(allowedHosts))
                    .withWebhookHosts(withoutBlank(webhookHosts))
                    .withPort(port)
                    .withApiKey(key)
                    .withLines(lines)
                    .withHistory(history)
                    .withUntrustedTls(untrustedTls)
                    .withFetchMedia(fetchMedia);
            return withFaults(withAssumptions(
                    rules.applyTo(journal.map(options::withJournal).orElse(options))));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** An empty variable is one empty name. */
    private static Set<String> withoutBlank(Set<String> names) {
        return names.stream().filter(name -> !name.isBlank()).collect(Collectors.toSet());
    }

    private SandboxOptions withAssumptions(SandboxOptions options) {
        SandboxOptions changed = options;
        for (Map.Entry<String, Boolean> each : assumptions.entrySet()) {
            Assumption assumption = Assumption.of(each.getKey())
                    .orElseThrow(() ->
                            new IllegalArgumentException("--assume: there is no " + each.getKey() + "; see --help"));
            changed = changed.withAssumption(assumption, each.getValue());
        }
        return changed;
    }

    private SandboxOptions withFaults(SandboxOptions options) {
        try {
            return options.withFaults(faults);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--fault: " + e.getMessage(), e);
        }
    }
}
