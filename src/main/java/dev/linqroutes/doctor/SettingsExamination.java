package dev.linqroutes.doctor;

import dev.linqroutes.app.SettingProblems;
import dev.linqroutes.app.Settings;
import dev.linqroutes.app.UnencryptedConnections;
import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.kafka.EventTopics;
import dev.linqroutes.subscribe.KnownEventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Required settings, values that a start refuses, and variables that look like settings and are none: a misspelt one has no effect, and nothing says so. */
final class SettingsExamination implements Examination {
    /** First words of the program's settings. {@code CAMEL_} is not among them: Camel has thousands. */
    private static final Pattern OURS =
            Pattern.compile("(?:LINQ|KAFKA|LEDGER|INBOX|OUTBOX|TOPICS|OBSERVE|HTTP|ERROR)_[A-Z0-9_]+");

    /** Of other programs that use the same first word. */
    private static final Set<String> FOREIGN =
            Set.of("HTTP_PROXY", "KAFKA_OPTS", "KAFKA_HEAP_OPTS", "KAFKA_HOME", "KAFKA_VERSION");

    private final Settings settings;
    private final Map<String, String> environment;

    SettingsExamination(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public String area() {
        return "settings";
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        if (settings.optional("linq.api.key").isEmpty()) {
            findings.add(
                    Finding.problem(area(), "LINQ_API_KEY is not set", "set it to the token from the Linq dashboard"));
        }
        List<String> problems = SettingProblems.find(settings);
        problems.forEach(problem -> findings.add(
                Finding.problem(area(), problem, "correct it: the program does not start with this value")));
        if (problems.isEmpty() && settings.lines().isEmpty()) {
            findings.add(Finding.warning(
                    area(),
                    "LINQ_FROM is not set: a create_group without \"from\" is refused",
                    "set it to the line that sends, such as +12223334444, or LINQ_LINES to several"));
        }
        if (problems.isEmpty()) {
            findings.addAll(examineEventTypes());
            settings.newConversationLimits()
                    .describeExcess()
                    .ifPresent(excess -> findings.add(Finding.warning(
                            area(), excess, "set it lower, or Linq may flag the line or close the account")));
        }
        UnencryptedConnections.findApiWarning(settings.text("linq.api.url"))
                .ifPresent(warning -> findings.add(Finding.warning(area(), warning, "use https://")));
        Set<String> known = Settings.variables();
        new TreeSet<>(environment.keySet())
                .stream()
                        .filter(name ->
                                OURS.matcher(name).matches() && !known.contains(name) && !FOREIGN.contains(name))
                        .forEach(name -> findings.add(Finding.warning(
                                area(),
                                name + " is set, but is no setting" + DidYouMean.hint(name, known),
                                "correct its name, or remove it; docs/configuration.md lists all settings")));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(area(), "what is needed is set, and every name is known"));
        }
        return findings;
    }

    /** Events of a type that is misspelt go where all others go. */
    private List<Finding> examineEventTypes() {
        return EventTopics.parse(settings.text("topics.events"), settings.list("topics.events.by-type"))
                .types()
                .stream()
                .filter(type -> !KnownEventTypes.isTypeOrBeginning(type))
                .map(type -> Finding.warning(
                        area(),
                        "TOPICS_EVENTS_BY_TYPE: \"" + type + "\" is no known type of events, and no beginning of one",
                        "correct it, unless it is a new type of Linq"))
                .toList();
    }
}
