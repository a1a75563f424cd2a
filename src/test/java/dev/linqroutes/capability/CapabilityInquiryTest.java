package dev.linqroutes.capability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.app.Application;
import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.files.check.FileChecker;
import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.files.check.RowChecker;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.plan.IntakeMapper;
import dev.linqroutes.plan.Planner;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.testing.SandboxRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --capability} against the sandbox, whose time passes while the program waits. */
class CapabilityInquiryTest {
    private static final String LINE = "+12223334444";
    private static final String FOREIGN_LINE = "+12223339999";
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";
    private static final String CARL = "+12025550103";

    private final List<Duration> waits = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private final StringWriter printed = new StringWriter();
    private final AtomicInteger answered = new AtomicInteger();
    private Optional<HttpServer> stub = Optional.empty();
    private int pausesUntilStop = Integer.MAX_VALUE;
    private Sandbox sandbox;
    private SandboxRecord linq;
    private Application application;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults().withLines(List.of(LINE)));
        linq = new SandboxRecord(sandbox);
        application = Application.startWithoutRoutes(Map.of("linq.api.url", sandbox.apiUrl()));
    }

    @AfterEach
    void stop() {
        application.close();
        sandbox.close();
        stub.ifPresent(server -> server.stop(0));
    }

    @Test
    void each_person_is_asked_about_once_and_told_by_row() throws Exception {
        sandboxCall("PATCH", "/people/" + BOB, "{\"service\": \"SMS\"}");

        boolean good = check("friends.csv", "to,message\n%s;%s,Hi\n%s;%s,Hello\n".formatted(ANN, BOB, BOB, CARL));

        assertThat(good).isTrue();
        assertThat(lines())
                .contains(
                        "  row 2: " + BOB + " has no iMessage",
                        "  row 3: " + BOB + " has no iMessage",
                        "  2 with iMessage, 1 without, 0 unknown");
        assertThat(requestsTo("/capability/check_imessage")).isEqualTo(3);
        assertThat(waits).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(progress)
                .containsExactly(
                        "asking Linq who has iMessage: 3 people, one in 10 s, about 20 s; Ctrl-C stops and reports what is"
                                + " known by then",
                        "1 of 3 asked, about 20 s left",
                        "2 of 3 asked, about 10 s left",
                        "3 of 3 asked");
    }

    @Test
    void an_error_of_linq_is_no_answer_and_not_a_no() throws Exception {
        capabilityAnswers(503, "{\"error\":{\"status\":503,\"code\":4010,\"message\":\"Check could not run\"}}");

        boolean good = check("friends.csv", "to,message\n%s;%s,Hi\n".formatted(ANN, BOB));

        assertThat(good).isTrue();
        assertThat(printed.toString())
                .contains("row 2: " + ANN + " may or may not have iMessage: ")
                .contains("code 4010")
                .contains("0 with iMessage, 0 without, 2 unknown")
                .doesNotContain("has no iMessage");
    }

    @Test
    void a_429_is_waited_for_and_the_same_person_is_asked_again() throws Exception {
        linq.api("POST", "/capability/check_imessage", "{\"address\": \"" + CARL + "\"}");

        assertThat(check("friends.csv", "to,message\n%s;%s,Hi\n".formatted(ANN, BOB)))
                .isTrue();

        assertThat(printed.toString()).contains("2 with iMessage, 0 without, 0 unknown");
        assertThat(waits).hasSize(2);
        assertThat(waits.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    @Test
    void a_limit_that_others_use_up_ends_the_questions() throws Exception {
        capabilityAnswers(429, "{\"error\":{\"status\":429,\"code\":1007,\"message\":\"Rate limit\"}}");

        assertThat(check("friends.csv", "to,message\n%s;%s,Hi\n".formatted(ANN, BOB)))
                .isFalse();

        assertThat(printed.toString())
                .contains("not all was asked: Linq asks to wait")
                .contains("its limit is used up");
        assertThat(waits).hasSize(4);
    }

    @Test
    void a_user_who_stops_gets_what_is_known() throws Exception {
        pausesUntilStop = 1;

        boolean good = checkJson("to,message\n%s;%s,Hi\n%s;%s,Hello\n".formatted(ANN, BOB, ANN, CARL));

        assertThat(good).isFalse();
        JsonNode told = new ObjectMapper().readTree(printed.toString()).get("linq");
        assertThat(told.get("imessage").asInt()).isEqualTo(1);
        assertThat(told.at("/lines/0/health").asText()).isEqualTo("HEALTHY");
        assertThat(told.get("complete").booleanValue()).isFalse();
        assertThat(told.get("incomplete").asText()).isEqualTo("stopped after 1 of 3 people");
        assertThat(told.at("/rows/0/row").asInt()).isEqualTo(2);
        assertThat(told.at("/rows/0/handles/0/handle").asText()).isEqualTo(BOB);
        assertThat(told.at("/rows/0/handles/0/answer").asText()).isEqualTo("not_asked");
    }

    @Test
    void a_file_with_too_many_people_is_not_asked_about() throws Exception {
        String people = IntStream.range(0, 51)
                .mapToObj(i -> "+120255501%02d;+120255502%02d,Hi %d\n".formatted(i, i, i))
                .collect(Collectors.joining());

        assertThat(check("friends.csv", "to,message\n" + people)).isFalse();

        assertThat(printed.toString())
                .contains("51 good")
                .contains("nobody was asked about")
                .doesNotContain("0 unknown")
                .contains("not all was asked: the file has more than 100 different people")
                .contains("check a part of the file");
        assertThat(requestsTo("/capability/check_imessage")).isZero();
    }

    @Test
    void a_line_of_another_key_is_told_and_the_card_of_ours() throws Exception {
        boolean good = check(
                "commands.jsonl",
                """
                {"type":"create_group","command_id":"a","from":"%s","to":["%s","%s"],"message":{"text":"Hi"}}
                {"type":"share_contact_card","command_id":"b","group_ref":"a"}
                """
                        .formatted(FOREIGN_LINE, ANN, BOB));

        assertThat(good).isFalse();
        assertThat(lines())
                .contains(
                        "  line " + FOREIGN_LINE + " does not belong to the API key: Linq would refuse its rows",
                        "  line " + LINE
                                + " belongs to the API key; it has no contact card, so members see a bare number",
                        "  row 2 shares the contact card, which does nothing in groups of a line without an active one");
        linq.createContactCard(LINE);
        printed.getBuffer().setLength(0);
        check("commands.jsonl", "{\"type\":\"share_contact_card\",\"command_id\":\"b\",\"group_ref\":\"a\"}\n");
        assertThat(lines()).contains("  line " + LINE + " belongs to the API key and has an active contact card");
    }

    @Test
    void a_wrong_key_ends_the_questions_with_the_reason() throws Exception {
        linq.setFaults("{\"reject_key\": true}");

        assertThat(check("friends.csv", "to,message\n%s;%s,Hi\n".formatted(ANN, BOB)))
                .isFalse();

        assertThat(printed.toString())
                .contains("1 good")
                .contains("0 with iMessage, 0 without, 0 unknown, 2 not asked")
                .contains("not all was asked: Linq rejected the API key (LINQ_API_KEY)");
        assertThat(waits).isEmpty();
    }

    @Test
    void a_linq_that_is_down_is_not_asked_to_the_end() throws Exception {
        capabilityAnswers(502, "<html>Bad gateway</html>");

        assertThat(check("friends.csv", "to,message\n%s;%s,Hi\n%s;+12025550104,Hi\n".formatted(ANN, BOB, CARL)))
                .isFalse();

        assertThat(answered).hasValue(3);
        assertThat(printed.toString()).contains("3 unknown, 1 not asked").contains("not all was asked: ");
    }

    private boolean check(String name, String content) throws Exception {
        return check(name, content, false);
    }

    private boolean checkJson(String content) throws Exception {
        return check("friends.csv", content, true);
    }

    private boolean check(String name, String content, boolean json) throws Exception {
        Path file = Files.writeString(folder.resolve(name), content);
        CommandEnricher enricher = new CommandEnricher(List.of(LINE), Optional.of("US"));
        RowChecker rows = new RowChecker(
                received -> received.stream().map(each -> plan(enricher, each)).toList(),
                Optional.empty(),
                () -> LineChooser.ofUnusedLines(Map.of()),
                Clock.systemUTC());
        String url = stub.map(
                        server -> "http://127.0.0.1:" + server.getAddress().getPort())
                .orElse(sandbox.apiUrl());
        LinqApiClient client = new LinqApiClient(application.context(), url, "sandbox-key");
        CapabilityInquiry inquiry = new CapabilityInquiry(client, Set.of(LINE), this::pause, this::report);
        return new FileChecker(
                        new BatchFileOpener(Optional.empty()),
                        rows,
                        Optional.empty(),
                        "no ledger",
                        new LineLoad.Limits(50, OptionalLong.empty(), Map.of()),
                        Optional.empty())
                .check(
                        file,
                        new PrintWriter(printed),
                        json,
                        0,
                        new FileChecker.Inquiries(Optional.of(inquiry), Optional.empty()));
    }

    private void report(String line) {
        progress.add(line);
    }

    /** The sandbox's faults strike chats and messages only. */
    private void capabilityAnswers(int status, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/phone_numbers",
                exchange -> answer(exchange, 200, "{\"phone_numbers\":[{\"phone_number\":\"" + LINE + "\"}]}"));
        server.createContext("/contact_card", exchange -> answer(exchange, 200, "{\"contact_cards\":[]}"));
        server.createContext("/capability/check_imessage", exchange -> {
            answered.incrementAndGet();
            answer(exchange, status, body);
        });
        server.start();
        stub = Optional.of(server);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static IntakeDecision plan(CommandEnricher enricher, ReceivedCommand received) {
        try {
            return new IntakeMapper()
                    .mapPlanned(
                            new Planner(Optional.empty()).splitIntoCalls(enricher.enrich(TestCommand.read(received))));
        } catch (CommandRefused e) {
            return new IntakeMapper().mapRefused(received, e);
        }
    }

    private boolean pause(Duration time) {
        waits.add(time);
        sandboxCall("POST", "/time", "{\"advance\": \"" + time + "\"}");
        return waits.size() < pausesUntilStop;
    }

    private void sandboxCall(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + sandbox.port() + "/sandbox" + path.replace("+", "%2B")))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long requestsTo(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + sandbox.port() + "/sandbox/requests?limit=1000"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        long count = 0;
        for (JsonNode each : new ObjectMapper().readTree(body).get("requests")) {
            count += each.get("path").asText().endsWith(path) ? 1 : 0;
        }
        return count;
    }

    private List<String> lines() {
        return printed.toString().lines().toList();
    }
}
