package dev.linqroutes.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.app.Settings;
import dev.linqroutes.ledger.mailbox.MaskedLine;
import dev.linqroutes.subscribe.ContactCards;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.subscribe.LinqRequestFailed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whether Linq takes the key, has the line that sends and rates it as healthy, and whether the clocks agree (reference 2.13). */
final class LinqExamination implements Examination {
    private static final String HEALTHY = "HEALTHY";
    private static final String CRITICAL = "CRITICAL";

    /** Of a webhook's timestamp Linq's own libraries accept five minutes (reference 4.3); a minute is far from that. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final Settings settings;
    private final LinqApiClient linq;
    private final Clock clock;

    LinqExamination(Settings settings, LinqApiClient linq, Clock clock) {
        this.settings = settings;
        this.linq = linq;
        this.clock = clock;
    }

    @Override
    public String area() {
        return "linq";
    }

    @Override
    public List<Finding> examine() {
        LinqApiClient.Response response;
        try {
            response = linq.call("GET", "/phone_numbers", Map.of());
        } catch (LinqRequestFailed e) {
            return List.of(Finding.problem(
                    area(), e.getMessage(), "check LINQ_API_URL and LINQ_API_KEY, and the way to the internet"));
        }
        List<Finding> findings = new ArrayList<>();
        List<JsonNode> lines = elements(response.json().path("phone_numbers")).toList();
        findings.add(Finding.ok(area(), "the API key is accepted; lines: " + lines.size()));
        response.date().map(this::examineClock).ifPresent(findings::add);
        settings.lines().keySet().stream().sorted().forEach(from -> {
            Optional<JsonNode> line = lines.stream()
                    .filter(each -> each.path("phone_number").asText().equals(from))
                    .findFirst();
            if (line.isPresent()) {
                findings.add(examineHealth(from, line.get()));
                findings.add(examineCard(from));
            } else {
                findings.add(Finding.problem(
                        area(),
                        "line " + MaskedLine.of(from) + " (" + setting() + ") does not belong to this API key",
                        "use one of the key's lines: "
                                + String.join(
                                        ", ",
                                        lines.stream()
                                                .map(each -> MaskedLine.of(each.path("phone_number")
                                                        .asText()))
                                                .toList())));
            }
        });
        examineRest(lines).ifPresent(findings::add);
        return findings;
    }

    private String setting() {
        return settings.line("linq.from").isPresent() ? "LINQ_FROM" : "LINQ_LINES";
    }

    private Finding examineClock(Instant linqTime) {
        Duration difference = Duration.between(linqTime, clock.instant());
        return difference.abs().compareTo(CLOCK_TOLERANCE) < 0
                ? Finding.ok(area(), "the clock of this machine and that of Linq agree")
                : Finding.problem(
                        area(),
                        "the clock of this machine is " + difference.abs().toSeconds() + " s "
                                + (difference.isNegative() ? "behind" : "ahead of") + " that of Linq",
                        "set it (NTP): webhooks with a timestamp more than five minutes off are not accepted");
    }

    private Finding examineHealth(String from, JsonNode line) {
        String health = line.at("/reputation/status").asText("");
        if (health.equals(HEALTHY)) {
            return Finding.ok(area(), "line " + MaskedLine.of(from) + " is " + HEALTHY);
        }
        return Finding.warning(
                area(),
                "line " + MaskedLine.of(from)
                        + (health.isEmpty() ? ": Linq does not tell its health" : " is " + health)
                        + (makesNoGroups(line) ? ": it makes no new groups while it is" : ""),
                "see " + line.at("/reputation/doc_url").asText("the Linq dashboard"));
    }

    /** Of several lines such a one gets none. */
    private boolean makesNoGroups(JsonNode line) {
        return settings.lines().size() > 1
                && line.at("/reputation/status").asText("").equals(CRITICAL);
    }

    private Optional<Finding> examineRest(List<JsonNode> lines) {
        Set<String> ours = settings.lines().keySet();
        boolean isNoneLeft = ours.size() > 1
                && lines.stream()
                                .filter(line ->
                                        ours.contains(line.path("phone_number").asText()))
                                .filter(this::makesNoGroups)
                                .count()
                        == ours.size();
        return isNoneLeft
                ? Optional.of(
                        Finding.warning(
                                area(),
                                "no line of LINQ_LINES is left that makes new groups",
                                "they wait until a line is better; existing groups go on. Add a line that is HEALTHY, or ask Linq"))
                : Optional.empty();
    }

    private Finding examineCard(String from) {
        String advice = "create it (POST /contact_card), or members see a bare number";
        try {
            return ContactCards.read(linq)
                    .isActive(from)
                    .map(active -> active
                            ? Finding.ok(area(), "line " + MaskedLine.of(from) + " has an active contact card")
                            : Finding.warning(
                                    area(),
                                    "the contact card of line " + MaskedLine.of(from) + " is not active",
                                    "complete and activate it; sharing it does nothing until then"))
                    .orElseGet(() ->
                            Finding.warning(area(), "line " + MaskedLine.of(from) + " has no contact card", advice));
        } catch (LinqRequestFailed e) {
            return Finding.warning(area(), "the contact card cannot be read: " + e.getMessage(), advice);
        }
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
