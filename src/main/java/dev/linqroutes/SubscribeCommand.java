package dev.linqroutes;

import dev.linqroutes.subscribe.Change;
import dev.linqroutes.subscribe.LinqFailed;
import dev.linqroutes.subscribe.LinqSubscriptions;
import dev.linqroutes.subscribe.LinqSubscriptions.Made;
import dev.linqroutes.subscribe.Review;
import dev.linqroutes.subscribe.Subscription;
import dev.linqroutes.subscribe.Target;
import dev.linqroutes.subscribe.Wanted;
import dev.linqroutes.webhook.Webhooks;
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
final class SubscribeCommand implements Callable<Integer> {
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
    private List<String> also = List.of();

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
        try (Application application = Application.withoutRoutes(overrides)) {
            Settings settings = new Settings(application.context());
            LinqSubscriptions linq = new LinqSubscriptions(
                    application.context(), settings.text("linq.api.url"), settings.required("linq.api.key"));
            Target target = target(settings);
            requireLines();
            UnencryptedConnections.warning(settings.text("linq.api.url")).ifPresent(warning -> say("note: " + warning));
            List<Subscription> all = linq.all();
            Wanted wanted =
                    new Wanted(target, linq.offeredEvents(), new LinkedHashSet<>(lines), new LinkedHashSet<>(also));
            requireAccountEvents(wanted);
            return check ? check(wanted, all, settings) : subscribe(wanted, all, linq, settings);
        }
    }

    private Target target(Settings settings) {
        Optional<String> address = url.or(() -> settings.optional(PUBLIC_URL));
        if (address.isEmpty()) {
            throw calledWrongly(
                    "say where Linq reaches the routes: --url, or " + PUBLIC_URL_VARIABLE + " in the environment");
        }
        try {
            return Target.wanted(address.get());
        } catch (IllegalArgumentException e) {
            if (url.isPresent()) {
                throw calledWrongly("--url " + e.getMessage());
            }
            throw new IllegalArgumentException(
                    "setting " + PUBLIC_URL + " (" + PUBLIC_URL_VARIABLE + ") " + e.getMessage(), e);
        }
    }

    private void requireLines() {
        lines.stream().filter(line -> !LINE.matcher(line).matches()).findFirst().ifPresent(line -> {
            throw calledWrongly("--line must be + and digits, such as +12223334444, is \"" + line + "\"");
        });
    }

    private void requireAccountEvents(Wanted wanted) {
        wanted.unknownNames().stream().findFirst().ifPresent(name -> {
            throw calledWrongly(
                    "--also must name account events, by type or by family, is \"" + name + "\"; Linq offers "
                            + (wanted.accountEvents().isEmpty() ? "none" : String.join(", ", wanted.accountEvents())));
        });
    }

    private ParameterException calledWrongly(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    private int check(Wanted wanted, List<Subscription> all, Settings settings) {
        Review review = review(wanted, all, settings);
        say(wanted.target().url());
        review.facts().forEach(fact -> say("  " + fact));
        List<String> missing = new ArrayList<>(review.missing());
        secretMissing(settings).ifPresent(missing::add);
        say("");
        if (missing.isEmpty()) {
            say("All that the routes need comes.");
            return 0;
        }
        say("Missing:");
        missing.forEach(reason -> say("  " + reason));
        return 1;
    }

    private int subscribe(Wanted wanted, List<Subscription> all, LinqSubscriptions linq, Settings settings) {
        Optional<Subscription> there = wanted.among(all);
        boolean done = there.map(each -> update(each, wanted, linq)).orElseGet(() -> create(wanted, linq, settings));
        if (done) {
            review(wanted, List.of(wanted.subscription(there)), settings)
                    .missing()
                    .forEach(reason -> say("note: " + reason));
        }
        return done ? 0 : 1;
    }

    private boolean update(Subscription there, Wanted wanted, LinqSubscriptions linq) {
        Change change = Change.of(there, wanted);
        if (change.words().isEmpty()) {
            say("unchanged: " + there.id() + " to " + there.target());
        } else {
            linq.update(there.id(), change);
            say("updated: " + there.id() + " to " + wanted.target() + ": " + String.join(", ", change.words()));
        }
        say("");
        say("Its secret was shown when it was made, and Linq shows it never again. For another secret, subscribe once");
        say("more under an address that differs in its query, and use that from then on:");
        say("  subscribe --url \"" + there.target().rotated() + "\"");
        say("Give both secrets to LINQ_WEBHOOK_SECRET, with a comma between them, and when the routes run with both,");
        say("delete the first subscription: DELETE " + linq.address(there));
        return true;
    }

    private boolean create(Wanted wanted, LinqSubscriptions linq, Settings settings) {
        Made made = made(wanted, linq);
        if (made.secret().isEmpty()) {
            say("subscribed: " + made.subscription().id() + ", but Linq gave no secret, and webhooks need one.");
            say("Delete the subscription and subscribe again: DELETE " + linq.address(made.subscription()));
            return false;
        }
        say("subscribed: " + made.subscription().id() + " to " + wanted.target() + ", "
                + wanted.events().size() + " event types");
        say("");
        say("LINQ_WEBHOOK_SECRET=" + made.secret().get());
        say("");
        say("This is the only time that Linq shows the secret.");
        if (settings.optional(SECRET).isPresent()) {
            say("LINQ_WEBHOOK_SECRET is set already: add this one to it, behind a comma, and restart the routes.");
        } else {
            say("Put that line into the environment of the routes, and restart them.");
        }
        return true;
    }

    private static Made made(Wanted wanted, LinqSubscriptions linq) {
        try {
            return linq.create(wanted);
        } catch (LinqFailed e) {
            if (e.mayBeDuplicate() && wanted.among(linq.all()).isPresent()) {
                throw new IllegalStateException(
                        "somebody else has just subscribed to " + wanted.target()
                                + ", and has been shown its secret; subscribe again to see whether anything differs",
                        e);
            }
            throw e;
        }
    }

    private Review review(Wanted wanted, List<Subscription> all, Settings settings) {
        Set<String> needed = new LinkedHashSet<>(wanted.lines());
        settings.line("linq.from").ifPresent(needed::add);
        return Review.of(wanted, all, needed);
    }

    private static Optional<String> secretMissing(Settings settings) {
        List<String> secrets = settings.list(SECRET);
        if (secrets.isEmpty()) {
            return Optional.of("LINQ_WEBHOOK_SECRET is not set: webhooks are answered with 503");
        }
        try {
            new Webhooks(secrets, false, Clock.systemUTC());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
