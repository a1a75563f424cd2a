package dev.linqroutes.cli;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.app.UnencryptedConnections;
import dev.linqroutes.subscribe.CallbackUrl;
import dev.linqroutes.subscribe.DesiredSubscription;
import dev.linqroutes.subscribe.LinqRequestFailed;
import dev.linqroutes.subscribe.Subscription;
import dev.linqroutes.subscribe.SubscriptionClient;
import dev.linqroutes.subscribe.SubscriptionClient.CreatedSubscription;
import dev.linqroutes.subscribe.SubscriptionDiff;
import dev.linqroutes.subscribe.SubscriptionUpdate;
import dev.linqroutes.webhook.verify.WebhookVerifier;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has Linq send its events to the routes, or tells whether it does. */
@Command(
        name = "subscribe",
        description = "Make or update the subscription by which Linq sends its events here, or check it. Settings come"
                + " from the environment, as for run.",
        mixinStandardHelpOptions = true)
public final class SubscribeCommand implements Callable<Integer> {
    private static final String PUBLIC_URL = "linq.webhook.public-url";
    private static final String PUBLIC_URL_VARIABLE = "LINQ_WEBHOOK_PUBLIC_URL";
    private static final String SECRET = "linq.webhook.secret";
    private static final Pattern LINE = Pattern.compile("\\+\\d{7,15}");

    private final Map<String, String> overrides;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where Linq reaches the routes; without a path it is /webhooks/linq, without ?version= the"
                    + " newest version that the routes understand (default: LINQ_WEBHOOK_PUBLIC_URL)")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--line",
            paramLabel = "NUMBER",
            description = "Only events of this line, such as +12223334444; may be repeated (default: all lines)")
    private List<String> lines = List.of();

    @Option(
            names = "--also",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "Account events that shall come too, such as webhook_subscription.disabled or the whole family"
                            + " api_token; may be repeated (default: none, since they name people of your own staff)")
    private List<String> extraEvents = List.of();

    @Option(
            names = "--check",
            description =
                    "Change nothing; tell whether all events come that the routes need: exit code 0 if so, else 1")
    private boolean check;

    SubscribeCommand() {
        this(Map.of());
    }

    /** @param overrides settings by name; they win over environment and defaults */
    SubscribeCommand(Map<String, String> overrides) {
        this.overrides = overrides;
    }

    @Override
    public Integer call() throws Exception {
        try (Application application = Application.startWithoutRoutes(overrides)) {
            Settings settings = new Settings(application.context());
            SubscriptionClient linq = new SubscriptionClient(
                    application.context(), settings.text("linq.api.url"), settings.required("linq.api.key"));
            CallbackUrl target = target(settings);
            requireLines();
            UnencryptedConnections.findApiWarning(settings.text("linq.api.url"))
                    .ifPresent(warning -> print("note: " + warning));
            List<Subscription> all = linq.readAll();
            DesiredSubscription wanted = new DesiredSubscription(
                    target, linq.readOfferedEvents(), new LinkedHashSet<>(lines), new LinkedHashSet<>(extraEvents));
            requireAccountEvents(wanted);
            return check ? check(wanted, all, settings) : subscribe(wanted, all, linq, settings);
        }
    }

    private CallbackUrl target(Settings settings) {
        Optional<String> address = url.or(() -> settings.optional(PUBLIC_URL));
        if (address.isEmpty()) {
            throw usageError(
                    "say where Linq reaches the routes: --url, or " + PUBLIC_URL_VARIABLE + " in the environment");
        }
        try {
            return CallbackUrl.parse(address.get());
        } catch (IllegalArgumentException e) {
            if (url.isPresent()) {
                throw usageError("--url " + e.getMessage());
            }
            throw new IllegalArgumentException(
                    "setting " + PUBLIC_URL + " (" + PUBLIC_URL_VARIABLE + ") " + e.getMessage(), e);
        }
    }

    private void requireLines() {
        lines.stream().filter(line -> !LINE.matcher(line).matches()).findFirst().ifPresent(line -> {
            throw usageError("--line must be + and digits, such as +12223334444, is \"" + line + "\"");
        });
    }

    private void requireAccountEvents(DesiredSubscription wanted) {
        wanted.unknownExtraEvents().stream().findFirst().ifPresent(name -> {
            throw usageError("--also must name account events, by type or by family, is \"" + name + "\"; Linq offers "
                    + (wanted.accountEvents().isEmpty() ? "none" : String.join(", ", wanted.accountEvents())));
        });
    }

    private ParameterException usageError(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    private int check(DesiredSubscription wanted, List<Subscription> all, Settings settings) {
        SubscriptionDiff review = compare(wanted, all, settings);
        print(wanted.callback().url());
        review.facts().forEach(fact -> print("  " + fact));
        List<String> missing = new ArrayList<>(review.missing());
        describeMissingSecret(settings).ifPresent(missing::add);
        print("");
        if (missing.isEmpty()) {
            print("All that the routes need comes.");
            return 0;
        }
        print("Missing:");
        missing.forEach(reason -> print("  " + reason));
        return 1;
    }

    private int subscribe(
            DesiredSubscription wanted, List<Subscription> all, SubscriptionClient linq, Settings settings) {
        Optional<Subscription> there = wanted.findIn(all);
        boolean done = there.map(each -> update(each, wanted, linq)).orElseGet(() -> create(wanted, linq, settings));
        if (done) {
            compare(wanted, List.of(wanted.expectedSubscription(there)), settings)
                    .missing()
                    .forEach(reason -> print("note: " + reason));
        }
        return done ? 0 : 1;
    }

    private boolean update(Subscription there, DesiredSubscription wanted, SubscriptionClient linq) {
        SubscriptionUpdate change = SubscriptionUpdate.of(there, wanted);
        if (change.descriptions().isEmpty()) {
            print("unchanged: " + there.id() + " to " + there.callback());
        } else {
            linq.update(there.id(), change);
            print("updated: " + there.id() + " to " + wanted.callback() + ": "
                    + String.join(", ", change.descriptions()));
        }
        print("");
        print(
                "Its secret was shown when it was made, and Linq shows it never again. For another secret, subscribe once");
        print("more under an address that differs in its query, and use that from then on:");
        print("  subscribe --url \"" + there.callback().rotatedUrl() + "\"");
        print(
                "Give both secrets to LINQ_WEBHOOK_SECRET, with a comma between them, and when the routes run with both,");
        print("delete the first subscription: DELETE " + linq.resourceUrl(there));
        return true;
    }

    private boolean create(DesiredSubscription wanted, SubscriptionClient linq, Settings settings) {
        CreatedSubscription made = createAtLinq(wanted, linq);
        if (made.secret().isEmpty()) {
            print("subscribed: " + made.subscription().id() + ", but Linq gave no secret, and webhooks need one.");
            print("Delete the subscription and subscribe again: DELETE " + linq.resourceUrl(made.subscription()));
            return false;
        }
        print("subscribed: " + made.subscription().id() + " to " + wanted.callback() + ", "
                + wanted.events().size() + " event types");
        print("");
        print("LINQ_WEBHOOK_SECRET=" + made.secret().get());
        print("");
        print("This is the only time that Linq shows the secret.");
        if (settings.optional(SECRET).isPresent()) {
            print("LINQ_WEBHOOK_SECRET is set already: add this one to it, behind a comma, and restart the routes.");
        } else {
            print("Put that line into the environment of the routes, and restart them.");
        }
        return true;
    }

    private static CreatedSubscription createAtLinq(DesiredSubscription wanted, SubscriptionClient linq) {
        try {
            return linq.create(wanted);
        } catch (LinqRequestFailed e) {
            if (e.mayBeDuplicate() && wanted.findIn(linq.readAll()).isPresent()) {
                throw new IllegalStateException(
                        "somebody else has just subscribed to " + wanted.callback()
                                + ", and has been shown its secret; subscribe again to see whether anything differs",
                        e);
            }
            throw e;
        }
    }

    private SubscriptionDiff compare(DesiredSubscription wanted, List<Subscription> all, Settings settings) {
        Set<String> needed = new LinkedHashSet<>(wanted.lines());
        settings.line("linq.from").ifPresent(needed::add);
        return SubscriptionDiff.of(wanted, all, needed);
    }

    private static Optional<String> describeMissingSecret(Settings settings) {
        List<String> secrets = settings.list(SECRET);
        if (secrets.isEmpty()) {
            return Optional.of("LINQ_WEBHOOK_SECRET is not set: webhooks are answered with 503");
        }
        try {
            new WebhookVerifier(secrets, false, Clock.systemUTC());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
