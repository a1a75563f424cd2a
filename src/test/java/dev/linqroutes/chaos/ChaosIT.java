package dev.linqroutes.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.TestInfrastructure;
import dev.linqroutes.testing.TestTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three instances share the work, from topics and sheets, while they are killed, the broker and the database are restarted, connections to the database
 * fall silent, and Linq loses connections, answers with errors, late, or not to the point, fails messages that it has accepted, flags one of
 * two lines, and loses, repeats, delays and reorders webhooks; while one producer sends what costs most
 * to read, and somebody floods the webhooks with requests that nobody has signed. In the end Linq holds what was asked for:
 * everything once, in order. {@code -Dchaos.hostile=false} leaves out the hostile ones, to see what they cost the honest ones;
 * {@code -Dchaos.groups=100} makes it shorter.
 */
@Tag("chaos")
class ChaosIT {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
    private static final long SEED = Long.getLong("chaos.seed", 20260823);
    private static final int GROUPS = Integer.getInteger("chaos.groups", 400);
    private static final int COMMANDS = GROUPS * (1 + ExpectedGroup.FOLLOW_UPS);

    /** Groups that are asked for while one of the lines is flagged. */
    private static final int LATE_GROUPS = GROUPS / 7;

    private static final int GROUPS_IN_SHEET = 20;
    private static final String LINE = "+12223334444";
    private static final String FLAGGED_LINE = "+12223335555";
    private static final int INSTANCES = 3;
    private static final boolean HOSTILE = !"false".equals(System.getProperty("chaos.hostile"));
    private static final int HEAP_MEGABYTES = 256;

    /** What a container with an instance in it is given. */
    private static final long MOST_MEGABYTES = 512;

    private static final String FAULTS =
            """
            {"seed": %d, "error_before": 0.03, "error_after": 0.03, "drop_before": 0.02, "drop_after": 0.03,
             "garbage": 0.02, "not_ready": 0.01, "in_transition": 0.02, "error_in_200": 0.02, "garbage_in_200": 0.02,
             "hung": 0.01, "hung_seconds": 6, "trickle": 0.01, "trickle_millis": 50, "gateway_404": 0.01, "empty_gzip": 0.01,
             "slow": 0.03, "slow_millis": 1500, "limited_share": 0.05, "limited_seconds": 20, "limited": 0.01,
             "message_fails": 0.015, "latency_median_millis": 20, "latency_p99_millis": 400, "webhook_before_answer": 0.02,
             "webhook_lost": 0.02, "webhook_doubled": 0.05, "webhook_late": 0.05, "webhook_late_millis": 4000,
             "webhook_reordered": 0.05, "webhook_wrong_signature": 0.01}"""
                    .formatted(SEED);

    private static final Pattern UNKNOWN_ID =
            Pattern.compile("refers to message [0-9]+ of command [^,]+, whose id Linq has told neither");

    @TempDir
    Path folder;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random = new Random(SEED);
    private final List<ProgramProcess> instances = new ArrayList<>();
    private final List<Map<String, String>> environments = new ArrayList<>();
    private final Map<String, Integer> done = new TreeMap<>();
    private final Map<String, Long> askedNanos = new HashMap<>();
    private final List<Long> delaysMillis = new ArrayList<>();
    private final Map<String, ExpectedGroup> groups = new HashMap<>();
    private final Set<String> createdCommands = new HashSet<>();
    private long peakMegabytes;

    private enum Event {
        KILL(10),
        RESTART_BROKER(2),
        RESTART_DATABASE(2),
        SILENCE_DATABASE(2);

        private final int times;

        Event(int times) {
            this.times = times;
        }
    }

    @Test
    @Timeout(900)
    void everything_is_done_once_and_in_order_whatever_breaks() throws Exception {
        SandboxOptions options = SandboxOptions.defaults()
                .withSendingDelay(Duration.ofMillis(50))
                .withNamingDelay(Duration.ofMillis(200))
                .withAttachmentDelay(Duration.ofMillis(500))
                .withLines(List.of(LINE, FLAGGED_LINE));
        CommandSheets sheets = new CommandSheets(folder);
        for (int i = 0; i < ExpectedGroup.FLYERS; i++) {
            Files.writeString(folder.resolve("inbox/flyer-" + i + ".pdf"), "%PDF-1.7\n%of group " + i + "\n%%EOF\n");
        }
        try (TestInfrastructure machinery = new TestInfrastructure(folder);
                TestTopics topics = new TestTopics(machinery.brokers());
                Sandbox sandbox = Sandbox.start(options)) {
            SandboxRecord linq = new SandboxRecord(sandbox);
            linq.createContactCard(LINE);
            linq.createContactCard(FLAGGED_LINE);
            linq.setFaults(FAULTS);
            long begun = System.nanoTime();
            for (int i = 0; i < INSTANCES; i++) {
                environments.add(environment(topics, linq, sandbox, machinery));
                instances.add(start(i));
            }
            Map<String, JsonNode> outcomes;
            HostileLoad hostility = HOSTILE ? HostileLoad.start(topics, webhookPorts(), SEED) : HostileLoad.none();
            try (hostility) {
                askForGroups(topics, 0, GROUPS - LATE_GROUPS);
                outcomes = work(topics, sheets, linq, machinery);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;

            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(waiting(machinery)).isZero());
            assertThatDeadLettersAre(hostility.sent(), topics);
            supervise();
            assertThatEachHasOneOutcome(topics);
            sheets.assertThatResultsAre(outcomes);
            LedgerCalls calls = LedgerCalls.read(machinery.database());
            // Names and members follow their calls by the sandbox's delay.
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                Map<String, SandboxChats.Held> held = SandboxChats.byChatId(linq);
                assertThat(held).hasSize(GROUPS);
                assertThat(groups.values().stream()
                                .flatMap(group -> group.differences(held.get(group.chatId()), calls).stream()))
                        .isEmpty();
            });
            Map<String, SandboxChats.Held> held = SandboxChats.byChatId(linq);
            assertThatFailuresHaveAReason(outcomes, held);
            assertThatFewIdsAreUnknown(outcomes);
            assertThatGroupsStayOnTheirLines(held, machinery);
            assertThat(SandboxChats.attachments(linq))
                    .as("each file is uploaded once for all messages")
                    .isNotEmpty()
                    .allSatisfy((file, ids) -> assertThat(ids).hasSize(1));
            report(topics, linq, outcomes, hostility.sent().size(), seconds);
        } finally {
            for (ProgramProcess program : instances) {
                program.close();
            }
        }
    }

    private ProgramProcess start(int instance) throws IOException {
        return ProgramProcess.start(HEAP_MEGABYTES, folder, environments.get(instance), "run");
    }

    private List<Integer> webhookPorts() {
        return environments.stream()
                .map(environment -> Integer.valueOf(environment.get("HTTP_PORT")))
                .toList();
    }

    private void ask(TestTopics topics, String group, String command) throws Exception {
        askedNanos.put(JSON.readTree(command).get("command_id").asText(), System.nanoTime());
        topics.produce(group, command);
    }

    private static List<JsonNode> honest(List<JsonNode> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.path("command_id").asText().startsWith(ExpectedGroup.PREFIX))
                .toList();
    }

    /**
     * Each with its bytes; what was refused twice, because a process died in between, has two. They are costly to read, and more
     * come than this machine reads beside everything else: the last ones are refused when the honest ones are done.
     */
    private static void assertThatDeadLettersAre(Set<String> sent, TestTopics topics) {
        await().atMost(Duration.ofMinutes(4)).untilAsserted(() -> assertThat(topics.records(topics.dead()).stream()
                        .map(each -> HostileProducer.digest(each.value()))
                        .collect(Collectors.toSet()))
                .as("dead letters")
                .isEqualTo(sent));
    }

    /** Starts an instance again that found no database when it started; for nothing else may one end by itself. */
    private void supervise() throws IOException {
        for (int i = 0; i < INSTANCES; i++) {
            ProgramProcess instance = instances.get(i);
            if (instance.isAlive()) {
                instance.peakMegabytes().ifPresent(megabytes -> peakMegabytes = Math.max(peakMegabytes, megabytes));
            } else {
                assertThat(instance.output()).contains("cannot open the ledger");
                instances.set(i, start(i));
            }
        }
        assertThat(peakMegabytes).as("memory of an instance").isLessThan(MOST_MEGABYTES);
    }

    private void askForGroups(TestTopics topics, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            ExpectedGroup group = new ExpectedGroup(i, SEED);
            groups.put(group.ref(), group);
            ask(topics, group.ref(), group.create());
        }
    }

    /** Gives the follow-ups as groups come to be, and breaks something whenever enough has been done. */
    private Map<String, JsonNode> work(
            TestTopics topics, CommandSheets sheets, SandboxRecord linq, TestInfrastructure machinery)
            throws Exception {
        Deque<Strike> strikes = strikes();
        Map<String, JsonNode> outcomes = new HashMap<>();
        int read = 0;
        while (outcomes.size() < COMMANDS) {
            List<JsonNode> all = honest(topics.outcomesSoFar());
            for (JsonNode outcome : all.subList(read, all.size())) {
                String id = outcome.get("command_id").asText();
                if (outcomes.put(id, outcome) == null) {
                    delaysMillis.add((System.nanoTime() - askedNanos.get(id)) / 1_000_000);
                    if (outcome.get("type").asText().equals("create_group")) {
                        giveFollowUps(topics, sheets, outcome);
                    }
                }
            }
            read = all.size();
            if (sheets.groups() == GROUPS_IN_SHEET
                    || (sheets.groups() > 0 && createdCommands.size() == groups.size())) {
                sheets.drop().forEach(id -> askedNanos.put(id, System.nanoTime()));
            }
            if (groups.size() < GROUPS && createdCommands.size() == groups.size()) {
                askForLateGroups(topics, linq, machinery);
            }
            supervise();
            if (!strikes.isEmpty() && outcomes.size() >= strikes.element().outcomes) {
                strike(strikes.remove().event, machinery);
            }
        }
        return outcomes;
    }

    private void giveFollowUps(TestTopics topics, CommandSheets sheets, JsonNode created) throws Exception {
        createdCommands.add(created.get("command_id").asText());
        ExpectedGroup group = groups.get(created.get("group_ref").asText());
        List<ObjectNode> commands = group.followUps(created);
        if (group.isInSheet()) {
            sheets.add(commands);
        } else {
            for (ObjectNode command : commands) {
                ask(topics, group.ref(), command.toString());
            }
        }
    }

    /** No group waits for the flagged line, which may get none for an hour after it has refused a call (code 2027). */
    private void askForLateGroups(TestTopics topics, SandboxRecord linq, TestInfrastructure machinery)
            throws Exception {
        linq.flagLine(FLAGGED_LINE, true);
        // By an event or, if that is lost, by the answer to a call.
        awaitCount(
                machinery,
                1,
                "SELECT COUNT(*) FROM line_state WHERE status = 'FLAGGED' OR reputation = 'CRITICAL' OR refused_at IS NOT NULL");
        askForGroups(topics, GROUPS - LATE_GROUPS, GROUPS);
        awaitCount(machinery, GROUPS, "SELECT COUNT(*) FROM command WHERE type = 'create_group'");
        linq.flagLine(FLAGGED_LINE, false);
        done.merge("line flagged", 1, Integer::sum);
    }

    private static void awaitCount(TestInfrastructure machinery, int wanted, String sql) {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> count(machinery, sql) == wanted);
    }

    /** What breaks, in the order of how many outcomes have to be there before. */
    private Deque<Strike> strikes() {
        return Stream.of(Event.values())
                .flatMap(event -> Collections.nCopies(event.times, event).stream())
                .map(event -> new Strike(random.nextInt(COMMANDS * 9 / 10), event))
                .sorted(Comparator.comparing(Strike::outcomes))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private record Strike(int outcomes, Event event) {}

    private void strike(Event event, TestInfrastructure machinery) throws Exception {
        done.merge(event.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
        switch (event) {
            case RESTART_BROKER -> machinery.restartBroker();
            case RESTART_DATABASE -> machinery.restartDatabase();
            case SILENCE_DATABASE -> machinery.silenceConnections();
            default -> {
                int victim = random.nextInt(INSTANCES);
                instances.get(victim).kill();
                instances.set(victim, start(victim));
            }
        }
    }

    /** An answer without the id and the loss of the event that tells it come together for few messages; the event of a poll has no key. */
    private static void assertThatFewIdsAreUnknown(Map<String, JsonNode> outcomes) {
        Set<String> unknown = outcomes.values().stream()
                .filter(outcome -> !outcome.get("type").asText().equals("add_poll_options"))
                .map(outcome -> UNKNOWN_ID.matcher(outcome.toString()))
                .filter(Matcher::find)
                .map(Matcher::group)
                .collect(Collectors.toSet());
        assertThat(unknown).as("messages whose ids are unknown").hasSizeLessThanOrEqualTo(2);
    }

    /**
     * A voice memo and options of a poll have no key. Of a reaction, and of anything in a chat that was left, only an event tells,
     * and some are lost.
     */
    private void assertThatFailuresHaveAReason(Map<String, JsonNode> outcomes, Map<String, SandboxChats.Held> held) {
        assertThat(outcomes.values())
                .filteredOn(outcome -> !outcome.get("status").asText().equals("confirmed"))
                .allSatisfy(outcome -> {
                    SandboxChats.Held chat = held.get(
                            groups.get(outcome.get("group_ref").asText()).chatId());
                    if (outcome.get("status").asText().equals("unconfirmed")) {
                        assertThat(outcome.toString()).contains("no event has confirmed it");
                    } else if (outcome.toString().contains("\"error_code\":2027")) {
                        assertThat(chat.line()).isEqualTo(FLAGGED_LINE);
                    } else if (UNKNOWN_ID.matcher(outcome.toString()).find()) {
                        assertThat(outcome.get("status").asText()).isEqualTo("failed");
                    } else if (!chat.failed().isEmpty() && isAboutFailedMessage(outcome)) {
                        assertThat(outcome.get("status").asText()).isEqualTo("failed");
                    } else {
                        assertThat(outcome.get("type").asText()).isIn("send_voice_memo", "add_poll_options");
                        assertThat(outcome.toString()).containsAnyOf("not repeated", "may have reached Linq");
                    }
                });
    }

    /** Linq has accepted a message and could not send it, or that message is what the command is about. */
    private static boolean isAboutFailedMessage(JsonNode outcome) {
        String text = outcome.toString();
        return Stream.of(
                        "\"error_code\":4001",
                        "the message failed",
                        "which Linq could not send",
                        "was not sent, because")
                .anyMatch(text::contains);
    }

    private void assertThatGroupsStayOnTheirLines(Map<String, SandboxChats.Held> held, TestInfrastructure machinery)
            throws SQLException {
        Map<String, String> lines = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(machinery.database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT group_ref, line FROM chat_group")) {
            while (row.next()) {
                lines.put(row.getString("group_ref"), row.getString("line"));
            }
        }
        groups.forEach((ref, group) ->
                assertThat(held.get(group.chatId()).line()).as(ref).isEqualTo(lines.get(ref)));
        assertThat(IntStream.range(GROUPS - LATE_GROUPS, GROUPS).mapToObj(i -> lines.get(ExpectedGroup.PREFIX + i)))
                .as("lines of the groups that were asked for while a line was flagged")
                .containsOnly(LINE);
        assertThat(lines.values()).contains(FLAGGED_LINE);
    }

    private static void assertThatEachHasOneOutcome(TestTopics topics) {
        Map<String, Set<String>> ids = new HashMap<>();
        for (JsonNode outcome : honest(topics.outcomesSoFar())) {
            ids.computeIfAbsent(outcome.get("command_id").asText(), id -> new HashSet<>())
                    .add(outcome.get("outcome_id").asText());
        }
        assertThat(ids).hasSize(COMMANDS).allSatisfy((id, outcomeIds) -> assertThat(outcomeIds)
                .hasSize(1));
    }

    private static long waiting(TestInfrastructure machinery) throws SQLException {
        return count(
                machinery,
                """
                        SELECT (SELECT COUNT(*) FROM call WHERE status = 'waiting' OR confirm_at IS NOT NULL)
                             + (SELECT COUNT(*) FROM command WHERE status = 'waiting')
                             + (SELECT COUNT(*) FROM mailbox WHERE due_at IS NOT NULL)
                             + (SELECT COUNT(*) FROM outbox)
                             + (SELECT COUNT(*) FROM parked_record)
                             + (SELECT COUNT(*) FROM intake_attempt)
                        """);
    }

    private static long count(TestInfrastructure machinery, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(machinery.database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void report(
            TestTopics topics, SandboxRecord linq, Map<String, JsonNode> outcomes, int hostile, double seconds)
            throws Exception {
        Map<String, Long> statuses = outcomes.values().stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.get("status").asText(), TreeMap::new, Collectors.counting()));
        long resent = outcomes.values().stream()
                .filter(outcome -> outcome.path("warnings").toString().contains("linq.resend"))
                .count();
        int published = honest(topics.outcomesSoFar()).size();
        List<Long> delays = delaysMillis.stream().sorted().toList();
        LOG.info(String.format(
                Locale.ROOT,
                "chaos (seed %d): %d commands for %d groups in %.0f s with %d instances; events %s; faults %s;"
                        + " outcomes published %d times: %s; messages sent once more %d;"
                        + " hostile records refused %d; from an honest command to its outcome p50 %d, p99 %d, longest %d ms;"
                        + " most memory of an instance %d MB",
                SEED,
                COMMANDS,
                GROUPS,
                seconds,
                INSTANCES,
                done,
                linq.faults().get("struck"),
                published,
                statuses,
                resent,
                hostile,
                delays.get(delays.size() / 2),
                delays.get(delays.size() * 99 / 100),
                delays.get(delays.size() - 1),
                peakMegabytes));
    }

    private Map<String, String> environment(
            TestTopics topics, SandboxRecord linq, Sandbox sandbox, TestInfrastructure machinery) throws Exception {
        int webhookPort = ProgramProcess.freePort();
        Map<String, String> environment = ProgramProcess.environment(topics.settings());
        environment.put("LINQ_API_URL", sandbox.apiUrl());
        environment.put("LINQ_API_KEY", "sandbox-key");
        environment.put("LINQ_LINES", LINE + "," + FLAGGED_LINE);
        environment.put("LINQ_RESEND", "in-order");
        environment.put("LINQ_LEASE", "8s");
        environment.put("LINQ_CONNECT_TIMEOUT", "1000");
        environment.put("LINQ_RESPONSE_TIMEOUT", "3000");
        environment.put("LINQ_RETRY_INITIAL_DELAY", "200ms");
        environment.put("LINQ_RETRY_MAX_DELAY", "2s");
        environment.put("LINQ_CIRCUIT_BREAKER_PROBE_INTERVAL", "1s");
        environment.put("LEDGER_URL", machinery.databaseThroughProxy());
        environment.put("INBOX_DIRECTORY", folder.resolve("inbox").toString());
        environment.put("HTTP_PORT", Integer.toString(webhookPort));
        // Each event comes three times, to three instances.
        environment.put("LINQ_WEBHOOK_SECRET", linq.subscribe(webhookPort));
        environment.put("LINQ_CONFIRM_DEADLINE", "45s");
        environment.put("OBSERVE_PORT", Integer.toString(ProgramProcess.freePort()));
        return environment;
    }
}
