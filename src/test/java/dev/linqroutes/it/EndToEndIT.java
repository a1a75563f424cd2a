package dev.linqroutes.it;

import static dev.linqroutes.testing.TestTopics.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.standardwebhooks.Webhook;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.SandboxRecord.Group;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's main job, with a real broker, ledger and HTTP: what goes in on one side and comes out on the others. */
class EndToEndIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static TestTopics topics;
    private static Sandbox sandbox;
    private static SandboxRecord linq;
    private static InProcessProgram program;

    @BeforeAll
    static void start() throws Exception {
        topics = new TestTopics(TestKafka.brokers());
        sandbox = Sandbox.start(SandboxOptions.defaults());
        linq = new SandboxRecord(sandbox);
        linq.createContactCard("+12223334444");
        program = new InProcessProgram(folder, topics, sandbox.apiUrl())
                .with("linq.confirm", "true")
                .subscribedTo(linq)
                .start();
    }

    @AfterAll
    static void stop() {
        program.close();
        sandbox.close();
        topics.close();
    }

    @Test
    void a_command_becomes_a_named_group_with_its_message_and_a_preview_of_each_link() throws Exception {
        topics.produce(
                "order-1",
                """
                {"type": "create_group", "command_id": "ord-1", "group_ref": "order-1",
                 "to": ["+15556660001", "+18889990000"], "display_name": "Order 1",
                 "group_chat_icon": "https://example.com/icon.png",
                 "message": {"text": "Welcome! Track it: https://example.com/t/1", "links": ["https://example.com/faq"]}}
                """);

        JsonNode outcome = outcomeOf("ord-1");
        assertThat(outcome.get("status").asText()).isEqualTo("confirmed");
        assertThat(outcome.get("calls")).hasSize(4);
        await().atMost(SOON).until(() -> group("Order 1").isPresent());
        assertThat(group("Order 1").orElseThrow())
                .isEqualTo(new Group(
                        outcome.get("chat_id").asText(),
                        "Order 1",
                        List.of("Welcome! Track it:", "https://example.com/t/1", "https://example.com/faq")));
    }

    @Test
    void every_kind_of_command_does_with_the_group_what_it_says() throws Exception {
        topics.produce(
                "trip",
                """
                {"type": "create_group", "command_id": "trip-1", "group_ref": "trip", "display_name": "Trip",
                 "to": ["+1 202-555-0171", "+12025550172", "+12025550173", "dana@example.org"],
                 "message": {"text": "Who comes along?"}}
                """);
        String opening = outcomeOf("trip-1").at("/calls/0/message_id").asText();
        List<String> rest = List.of(
                "\"type\": \"update_group\", \"display_name\": \"Trip to the sea\"",
                "\"type\": \"add_participant\", \"handles\": [\"+12025550174\", \"+12025550175\"]",
                "\"type\": \"remove_participant\", \"handles\": [\"dana@example.org\"]",
                "\"type\": \"share_contact_card\"",
                "\"type\": \"send_voice_memo\", \"url\": \"https://example.com/memo.m4a\"",
                "\"type\": \"send_poll\", \"options\": [\"Saturday\", \"Sunday\"]",
                "\"type\": \"add_poll_options\", \"options\": [\"Monday\"], \"message_of\": {\"command_id\": \"trip-7\"}",
                "\"type\": \"react\", \"reaction\": \"love\", \"message_of\": {\"command_id\": \"trip-1\"}",
                "\"type\": \"edit_message\", \"text\": \"Who comes?\", \"message_id\": \"" + opening + "\"",
                "\"type\": \"set_background\", \"remove\": true",
                "\"type\": \"send_message\", \"message\": {\"parts\": [{\"type\": \"media\", \"sticker\": true,"
                        + " \"url\": \"https://example.com/star.png\"}]}",
                "\"type\": \"delete_attachment\", \"attachment_id\": \"f1a7c0de-1111-4a2b-8c3d-000000000301\"",
                "\"type\": \"leave_group\"");
        for (int i = 0; i < rest.size(); i++) {
            topics.produce(
                    "trip", "{\"command_id\": \"trip-" + (i + 2) + "\", \"group_ref\": \"trip\", " + rest.get(i) + "}");
        }

        for (int i = 1; i <= rest.size() + 1; i++) {
            JsonNode outcome = outcomeOf("trip-" + i);
            assertThat(outcome.get("status").asText()).as(outcome.toString()).isEqualTo("confirmed");
        }
        assertThat(outcomeOf("trip-1").get("warnings").toString())
                .contains("+1 202-555-0171", "is used as +12025550171");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode trip = chat(outcomeOf("trip-1").get("chat_id").asText());
            assertThat(trip.at("/chat/display_name").asText()).isEqualTo("Trip to the sea");
            // A poll has no parts.
            assertThat(trip.get("messages"))
                    .extracting(message -> message.at("/parts/0/type").asText())
                    .containsExactly("text", "media", "", "media");
            assertThat(trip.at("/messages/3/parts/0/sticker").asBoolean()).isTrue();
            assertThat(List.of("trip-1", "trip-6", "trip-7", "trip-12"))
                    .extracting(id -> outcomeOf(id).at("/calls/0/message_id").asText())
                    .containsExactlyElementsOf(messageIds(trip));
            assertThat(trip.at("/messages/0/parts/0/value").asText()).isEqualTo("Who comes?");
            assertThat(trip.get("actions").findValuesAsText("kind"))
                    .containsExactly("contact_card", "reaction", "edit", "background");
            assertThat(members(trip, "active"))
                    .containsExactly("+12025550171", "+12025550172", "+12025550173", "+12025550174", "+12025550175");
            assertThat(members(trip, "left")).containsExactly("+12223334444");
        });
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode poll = lastOf(topics.records(topics.polls()));
            assertThat(poll.get("command_id").asText()).isEqualTo("trip-7");
            assertThat(poll.get("group_ref").asText()).isEqualTo("trip");
            assertThat(poll.get("options").findValuesAsText("text")).containsExactly("Saturday", "Sunday", "Monday");
        });
    }

    private static JsonNode lastOf(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        assertThat(records).isNotEmpty();
        return JSON.readTree(records.get(records.size() - 1).value());
    }

    private static JsonNode chat(String chatId) throws Exception {
        return StreamSupport.stream(linq.record().get("chats").spliterator(), false)
                .filter(entry -> entry.at("/chat/id").asText().equals(chatId))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> messageIds(JsonNode entry) {
        return StreamSupport.stream(entry.get("messages").spliterator(), false)
                .map(message -> message.get("id").asText())
                .toList();
    }

    private static List<String> members(JsonNode entry, String status) {
        return StreamSupport.stream(entry.at("/chat/handles").spliterator(), false)
                .filter(member -> member.path("status").asText().equals(status))
                .map(member -> member.get("handle").asText())
                .sorted()
                .toList();
    }

    @Test
    void a_message_finds_its_group_by_the_producers_name_and_by_linqs_id() throws Exception {
        topics.produce("order-2", create("ord-2", "order-2", "+15556660002", "Order 2"));
        topics.produce("order-2", message("ord-2-paid", "\"group_ref\": \"order-2\"", "Paid"));
        String chatId = outcomeOf("ord-2").get("chat_id").asText();
        outcomeOf("ord-2-paid");
        topics.produce(chatId, message("ord-2-sent", "\"chat_id\": \"" + chatId + "\"", "On its way"));

        assertThat(outcomeOf("ord-2-sent").get("status").asText()).isEqualTo("confirmed");
        assertThat(group("Order 2").orElseThrow().messages()).containsExactly("Hello", "Paid", "On its way");
    }

    @Test
    void every_outcome_keeps_to_the_published_schema() throws Exception {
        topics.produce("order-3", create("ord-3", "order-3", "+15556660003", "Order 3"));
        topics.produce("order-3", create("ord-3", "order-3", "+15556660003", "Order 3"));
        topics.produce("order-3", message("nobody-paid", "\"group_ref\": \"nobody\"", "Paid"));
        topics.produce("order-3", "no JSON");
        await().atMost(SOON).until(() -> outcomes("ord-3").size() == 2);
        outcomeOf("nobody-paid");
        await().atMost(SOON).until(() -> topics.outcomesSoFar().stream()
                .anyMatch(outcome -> outcome.at("/problems/0/message").asText().startsWith("not JSON")));

        JsonSchema schema;
        try (InputStream in = EndToEndIT.class.getResourceAsStream("/schemas/outcome.schema.json")) {
            schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
        }
        assertThat(topics.outcomesSoFar())
                .allSatisfy(outcome -> assertThat(schema.validate(outcome)).isEmpty())
                .extracting(outcome -> outcome.get("status").asText())
                .contains("confirmed", "refused", "duplicate");
    }

    @Test
    void a_record_that_cannot_be_read_becomes_a_dead_letter_with_its_bytes_and_its_place() throws Exception {
        byte[] key = {(byte) 0xff, 0, 1};
        byte[] garbage = {(byte) 0xc3, (byte) 0x28, 0, '{'};
        topics.produce(key, garbage);
        topics.produce("order-4", create("ord-4", "order-4", "+15556660004", "Order 4"));

        assertThat(outcomeOf("ord-4").get("status").asText()).isEqualTo("confirmed");
        await().atMost(SOON).until(() -> deadLetter(key).isPresent());
        ConsumerRecord<byte[], byte[]> dead = deadLetter(key).orElseThrow();
        assertThat(dead.value()).isEqualTo(garbage);
        assertThat(header(dead, "linq-error-message")).startsWith("not JSON");
        assertThat(header(dead, "linq-error-place"))
                .matches(topics.commands().replace(".", "\\.") + " partition \\d offset \\d+");
    }

    @Test
    void an_event_reaches_its_topic_byte_for_byte_with_cloudevents_headers_and_the_names_it_has_here()
            throws Exception {
        topics.produce("order-5", create("ord-5", "order-5", "+15556660005", "Order 5"));
        String chatId = outcomeOf("ord-5").get("chat_id").asText();
        await().atMost(SOON).until(() -> events(chatId, "message.sent").size() == 1);

        ConsumerRecord<byte[], byte[]> event = events(chatId, "message.sent").get(0);
        JsonNode body = JSON.readTree(event.value());
        assertThat(new String(event.key(), StandardCharsets.UTF_8)).isEqualTo(chatId);
        assertThat(header(event, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(event, "ce_id")).isEqualTo(body.get("event_id").asText());
        assertThat(header(event, "linq-command-id")).isEqualTo("ord-5");
        assertThat(header(event, "linq-group-ref")).isEqualTo("order-5");
        assertThat(event.headers())
                .extracting(header -> header.key().replaceAll("^(ce_|linq-|content-type$).*", ""))
                .containsOnly("");

        byte[] odd =
                ("{ \"event_id\" : \"odd-1\",\t\"event_type\":\"message.new_kind\", \"unknown\": [1.50, \"\\u00e9\"],\n"
                                + " \"data\":{\"chat\":{\"id\":\"" + chatId + "\"}}}")
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(postSigned(odd, "odd-1").statusCode()).isEqualTo(200);
        assertThat(postSigned(odd, "odd-1").statusCode()).isEqualTo(200);
        topics.produce("order-5", message("after-odd", "\"group_ref\": \"order-5\"", "After"));
        await().atMost(SOON).until(() -> events(chatId, "message.sent").size() == 2);
        assertThat(events(chatId, "message.new_kind")).singleElement().satisfies(each -> assertThat(each.value())
                .isEqualTo(odd));
    }

    @Test
    void an_event_of_each_family_is_on_the_topic_of_all_and_on_its_own_alike_and_in_order() throws Exception {
        String chatId = "c4a70000-2222-4b3c-9d4e-000000000099";
        List<String> types = List.of(
                "message.received",
                "reaction.added",
                "participant.added",
                "chat.group_icon_updated",
                "poll.sent",
                "call.ended",
                "phone_number.status_updated",
                "payment.succeeded",
                "location.sharing.started");
        for (int round = 0; round < 2; round++) {
            for (String type : types) {
                byte[] body = "{\"event_id\":\"%1$s-%2$d\",\"event_type\":\"%1$s\",  \"data\":{\"chat_id\":\"%3$s\"}}"
                        .formatted(type, round, chatId)
                        .getBytes(StandardCharsets.UTF_8);
                String id = type + "-" + round;
                assertThat(postSigned(body, id).statusCode()).isEqualTo(200);
            }
        }

        for (String type : types) {
            String family = TestTopics.FAMILIES.getOrDefault(type.split("\\.")[0], "other");
            await().atMost(SOON)
                    .until(() -> events(topics.events(family), chatId, type).size() == 2);
            await().atMost(SOON).until(() -> events(chatId, type).size() == 2);
            for (int round = 0; round < 2; round++) {
                ConsumerRecord<byte[], byte[]> own =
                        events(topics.events(family), chatId, type).get(round);
                ConsumerRecord<byte[], byte[]> all = events(chatId, type).get(round);
                assertThat(header(own, "ce_id")).isEqualTo(type + "-" + round);
                assertThat(own.value()).isEqualTo(all.value());
                assertThat(own.key()).isEqualTo(all.key());
                assertThat(own.headers().toArray()).isEqualTo(all.headers().toArray());
            }
        }
    }

    @Test
    void offsets_of_every_partition_are_committed_when_the_ledger_has_the_commands() throws Exception {
        for (int i = 0; i < 30; i++) {
            topics.produce("many-" + i, create("many-" + i, "many-" + i, "+1555668" + (1000 + i), "Many " + i));
        }
        for (int i = 0; i < 30; i++) {
            outcomeOf("many-" + i);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(topics.committed())
                .hasSize(TestTopics.PARTITIONS)
                .isEqualTo(topics.ends()));
    }

    @Test
    void good_rows_of_a_file_are_worked_and_bad_ones_told_with_row_and_column() throws Exception {
        drop(
                "crew.csv",
                """
                group_ref,to,display_name,message
                crew-1,+12025550001;+12025550002,Crew 1,"Hello,
                see www.example.com/plan"
                crew-2,+12025550001;12345,Crew 2,Hello
                crew-3,+12025550003;+12025550004,Crew 3,Hello
                """);

        assertThat(outcomeOfPlace("crew.csv row 2").get("status").asText()).isEqualTo("confirmed");
        assertThat(outcomeOfPlace("crew.csv row 3").at("/problems/0/where").asText())
                .isEqualTo("column to");
        assertThat(outcomeOfPlace("crew.csv row 4").get("status").asText()).isEqualTo("confirmed");
        await().atMost(SOON).until(() -> group("Crew 1").isPresent());
        assertThat(group("Crew 1").orElseThrow().messages())
                .containsExactly("Hello,\nsee", "https://www.example.com/plan");
        assertThat(topics.outcomesSoFar())
                .filteredOn(outcome -> outcome.at("/source/place").asText().equals("crew.csv row 3"))
                .hasSize(1);
    }

    @Test
    void the_same_content_under_another_name_doubles_nothing() throws Exception {
        String content = "to,name,message\n+12025550011;+12025550012,Twice,Hello\n";
        drop("first.csv", content);
        outcomeOfPlace("first.csv row 2");
        drop("second.csv", content);

        await().atMost(SOON).until(() -> filesIn("done").anyMatch("second.csv"::equals));
        await().atMost(SOON).until(() -> group("Twice").isPresent());
        assertThat(linq.groups())
                .filteredOn(group -> group.name().equals("Twice"))
                .hasSize(1);
    }

    @Test
    void a_file_that_cannot_be_read_goes_to_failed_with_the_reason_and_the_next_one_is_taken() throws Exception {
        drop("broken.csv", "to,name,message\n+12025550021;+12025550022,Broken,\"never closed\n");
        drop(
                "good.jsonl",
                """
                {"type": "create_group", "command_id": "jsonl-1", "to": ["+12025550023", "+12025550024"], "message": {"text": "Hello"}}
                not JSON
                """);

        assertThat(outcomeOf("jsonl-1").get("status").asText()).isEqualTo("confirmed");
        assertThat(outcomeOfPlace("good.jsonl row 2").at("/problems/0/message").asText())
                .startsWith("not JSON");
        await().atMost(SOON).until(() -> filesIn("failed").anyMatch("broken.csv"::equals));
        assertThat(inbox().resolve("failed/broken.csv.reason.txt"))
                .content()
                .startsWith("broken.csv row 2, column 3 (line 2): the quote that opens this cell is never closed");
    }

    @Test
    void a_webhook_that_is_not_signed_by_linq_is_rejected_and_the_answer_tells_nothing() throws Exception {
        byte[] body = "{\"event_id\":\"forged\",\"event_type\":\"message.sent\",\"data\":{}}".getBytes();

        HttpResponse<String> answer = post(body, "forged", Instant.now().getEpochSecond(), "v1,Zm9yZ2Vk");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map().keySet()).containsOnly("content-length");
    }

    @Test
    void a_webhook_larger_than_a_megabyte_is_not_read() throws Exception {
        assertThat(post(new byte[1_100_000], "large", Instant.now().getEpochSecond(), "v1,x")
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void a_webhook_that_comes_while_the_route_is_not_there_is_to_come_again() throws Exception {
        byte[] body = "{\"event_id\":\"early\",\"event_type\":\"message.sent\",\"data\":{}}".getBytes();
        program.context().getRouteController().stopRoute("webhooks");
        try {
            assertThat(postSigned(body, "early").statusCode()).isEqualTo(503);
            assertThat(get("http.port", "/somewhere").statusCode()).isEqualTo(404);
        } finally {
            program.context().getRouteController().startRoute("webhooks");
        }
        assertThat(postSigned(body, "early").statusCode()).isEqualTo(200);
    }

    @Test
    void health_and_metrics_are_on_a_port_of_their_own() throws Exception {
        HttpResponse<String> health = program.health();
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(health.body()).get("status").asText()).isEqualTo("UP");
        assertThat(program.metrics())
                .doesNotContain("routeId=")
                .containsPattern("linq_mailboxes_waiting [0-9]")
                .containsPattern("linq_outbox_records\\{topic=\"[^\"]+\"} [0-9]")
                .contains("linq_circuit_breaker_open{reason=\"key_rejected\"} 0.0")
                .containsPattern("linq_webhooks_total\\{result=\"stored\"\\} [0-9]")
                .containsPattern("linq_webhooks_total\\{result=\"wrong_signature\"\\} [0-9]")
                .containsPattern("linq_webhooks_duplicates_total [0-9]");
        assertThat(get("http.port", "/observe/health").statusCode()).isEqualTo(404);
        assertThat(health.body()).doesNotContain("sandbox-key", program.setting("linq.webhook.secret"));
    }

    private static Path inbox() {
        return folder.resolve("inbox");
    }

    private static void drop(String name, String content) throws IOException {
        Path prepared = Files.writeString(folder.resolve(name), content);
        Files.move(prepared, inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Stream<String> filesIn(String name) throws IOException {
        Path directory = inbox().resolve(name);
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static String create(String commandId, String groupRef, String handle, String name) {
        return """
                {"type": "create_group", "command_id": "%s", "group_ref": "%s", "to": ["%s", "%s@example.org"],
                 "display_name": "%s", "message": {"text": "Hello"}}
                """
                .formatted(commandId, groupRef, handle, commandId, name);
    }

    private static String message(String commandId, String group, String text) {
        return "{\"type\": \"send_message\", \"command_id\": \"%s\", %s, \"message\": {\"text\": \"%s\"}}"
                .formatted(commandId, group, text);
    }

    private static List<JsonNode> outcomes(String commandId) {
        return topics.outcomesSoFar().stream()
                .filter(outcome -> outcome.path("command_id").asText().equals(commandId))
                .toList();
    }

    private static JsonNode outcomeOf(String commandId) {
        return await("outcome of " + commandId)
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(() -> outcomes(commandId), found -> !found.isEmpty())
                .get(0);
    }

    private static JsonNode outcomeOfPlace(String place) {
        return await("outcome of " + place)
                .atMost(SOON)
                .until(
                        () -> topics.outcomesSoFar().stream()
                                .filter(outcome ->
                                        outcome.at("/source/place").asText().equals(place))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Group> group(String name) throws IOException, InterruptedException {
        return linq.groups().stream().filter(group -> group.name().equals(name)).findFirst();
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> deadLetter(byte[] key) {
        return topics.records(topics.dead()).stream()
                .filter(dead -> Arrays.equals(dead.key(), key))
                .findFirst();
    }

    private static List<ConsumerRecord<byte[], byte[]>> events(String chatId, String type) {
        return events(topics.events(), chatId, type);
    }

    private static List<ConsumerRecord<byte[], byte[]>> events(String topic, String chatId, String type) {
        return topics.records(topic).stream()
                .filter(event -> new String(event.key(), StandardCharsets.UTF_8).equals(chatId)
                        && header(event, "ce_type").equals(type))
                .toList();
    }

    private static HttpResponse<String> postSigned(byte[] body, String id) throws Exception {
        long now = Instant.now().getEpochSecond();
        String signature = new Webhook(program.setting("linq.webhook.secret"))
                .sign(id, now, new String(body, StandardCharsets.UTF_8));
        return post(body, id, now, signature);
    }

    /** @param signedAt in seconds */
    private static HttpResponse<String> post(byte[] body, String id, long signedAt, String signature) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("http.port", "/webhooks/linq"))
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(signedAt))
                .header("webhook-signature", signature)
                .header("Authorization", "Bearer something")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String port, String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofString());
    }

    private static URI uri(String port, String path) {
        return URI.create("http://127.0.0.1:" + program.setting(port) + path);
    }
}
