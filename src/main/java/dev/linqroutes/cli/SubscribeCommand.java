package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.app.UnencryptedConnections;
import dev.linqroutes.subscribe.CallbackUrl;
import dev.linqroutes.subscribe.DesiredSubscription;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.subscribe.Subscriber;
import dev.linqroutes.subscribe.SubscriptionClient;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates, updates or checks the subscription by which Linq sends its events to the routes. */
@Command(
        name = "subscribe",
        description =
                "Create, update or check the subscription by which Linq sends its events to the routes. Settings come from the environment, as for run.",
        mixinStandardHelpOptions = true)
public final class SubscribeCommand implements Callable<Integer> {
    private static final String PUBLIC_URL_VARIABLE = "LINQ_WEBHOOK_PUBLIC_URL";
    private static final Pattern LINE = Pattern.compile("\\+\\d{7,15}");

    private final Map<String, String> overrides;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Public URL of the routes. Default path: /webhooks/linq; default ?version=: the newest supported version (default: LINQ_WEBHOOK_PUBLIC_URL)")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--line",
            paramLabel = "NUMBER",
            description = "Only events of this line, such as +12223334444; repeatable (default: all lines)")
    private List<String> lines = List.of();

    @Option(
            names = "--also",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "Account events, and types that this version does not know, to subscribe as well, by type (webhook_subscription.disabled) or by family (api_token); repeatable (default: none, since account events contain names of your staff)")
    private List<String> extraEvents = List.of();

    @Option(
            names = "--check",
            description =
                    "Change nothing; check that the routes receive all events that they need. Exit code 0 if they do, else 1")
    private boolean check;

    SubscribeCommand() {
        this(Map.of());
    }

    /** @param overrides settings by name; they override environment and defaults */
    SubscribeCommand(Map<String, String> overrides) {
        this.overrides = overrides;
    }

    @Override
    public Integer call() throws Exception {
        try (Application application = Application.startWithoutRoutes(overrides)) {
            Settings settings = new Settings(application.context());
            SubscriptionClient linq = new SubscriptionClient(
                    new LinqApiClient(application.context(), settings.apiUrl(), settings.required("linq.api.key")));
            CallbackUrl callback = callback(settings);
            requireValidLines();
            UnencryptedConnections.findApiWarning(settings.text("linq.api.url"))
                    .ifPresent(warning -> print("note: " + warning));
            DesiredSubscription desired = new DesiredSubscription(
                    callback, linq.readOfferedEvents(), new LinkedHashSet<>(lines), new LinkedHashSet<>(extraEvents));
            requireKnownEvents(desired);
            Subscriber subscriber = new Subscriber(
                    linq, desired, settings.lines().keySet(), settings.list("linq.webhook.secret"), this::print);
            boolean success = check ? subscriber.check() : subscriber.subscribe();
            return success ? 0 : 1;
        }
    }

    private CallbackUrl callback(Settings settings) {
        if (url.isEmpty()) {
            return settings.publicUrl()
                    .orElseThrow(() -> usageError("missing the public URL of the routes: give --url, or set "
                            + PUBLIC_URL_VARIABLE + " in the environment"));
        }
        try {
            return CallbackUrl.parse(url.get());
        } catch (IllegalArgumentException e) {
            throw usageError("--url " + e.getMessage());
        }
    }

    private void requireValidLines() {
        lines.stream().filter(line -> !LINE.matcher(line).matches()).findFirst().ifPresent(line -> {
            throw usageError("--line must be + and digits, such as +12223334444, is \"" + line + "\"");
        });
    }

    private void requireKnownEvents(DesiredSubscription desired) {
        desired.unknownExtraEvents().stream().findFirst().ifPresent(name -> {
            throw usageError("--also must name account events, by type or by family, is \"" + name + "\"; Linq offers "
                    + (desired.extraEventsOffered().isEmpty()
                            ? "none"
                            : String.join(", ", desired.extraEventsOffered())));
        });
    }

    private ParameterException usageError(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
