package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.CommandJson;
import dev.linqroutes.command.CommandReader;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.media.LocalFiles;
import dev.linqroutes.files.media.MediaFolder;
import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.media.MediaUnavailable;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.plan.IntakeMapper;
import dev.linqroutes.plan.Planner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what was received to what the ledger is given: the route with the ledger replaced. */
class AcceptRouteTest extends RouteRig {
    private static final String FATAL = "fatal";

    @TempDir
    static Path folder;

    private final List<List<IntakeDecision>> given = new ArrayList<>();
    private int away;
    private int filesAway;

    /** Public, for Camel to call it. */
    public final class UnsteadyLedger {
        public CommandIntake.Counts accept(List<IntakeDecision> batch) {
            if (away-- > 0) {
                throw new LedgerUnavailable("away", null);
            }
            given.add(batch);
            return new CommandIntake.Counts(batch.size(), 0, 0);
        }
    }

    /** Has no place for files. Public, for Camel to call it. */
    public static final class RefusingStore {
        public List<IntakeDecision> store(List<IntakeDecision> decisions) {
            return decisions.stream()
                    .map(each -> each instanceof PlannedCommand command
                                    && !command.media().isEmpty()
                            ? CommandRefusal.of(command, "no place for " + command.media())
                            : each)
                    .toList();
        }
    }

    /** Public, for Camel to call it. */
    public final class FailingReader {
        private final CommandReader reader = new CommandReader();

        public byte[] requireBytes(ReceivedCommand received) {
            if (new String(received.body(), StandardCharsets.UTF_8).contains("share") && filesAway-- > 0) {
                throw new MediaUnavailable("away", null);
            }
            if (new String(received.body(), StandardCharsets.UTF_8).equals(FATAL)) {
                throw new IllegalStateException("a bug");
            }
            return reader.requireBytes(received);
        }

        public JsonNode validate(@Body JsonNode json) {
            return reader.validate(json);
        }

        public ChatCommand toCommand(@Variable("received") ReceivedCommand received, @Body JsonNode json) {
            return reader.toCommand(received, json);
        }
    }

    AcceptRouteTest() {
        super("accept", "prepare", "store-media");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("commandObjectMapper", CommandJson.MAPPER);
        registry.bind("commandReader", new FailingReader());
        registry.bind("commandEnricher", new CommandEnricher(List.of("+12223334444"), Optional.empty()));
        registry.bind("localFiles", new LocalFiles(new MediaFolder(folder, folder)));
        registry.bind("mediaStore", new RefusingStore());
        registry.bind("planner", new Planner(Optional.empty()));
        registry.bind("intakeMapper", new IntakeMapper());
        registry.bind("listOfBodies", new GroupedBodyAggregationStrategy());
        registry.bind("commandIntake", new UnsteadyLedger());
    }

    @Test
    void good_and_bad_commands_of_a_batch_reach_the_ledger_together_and_in_order() {
        accept(
                "{\"type\": \"create_group\", \"to\": [\"+12025550101\", \"+12025550102\"], \"message\": {\"text\": \"Hi\"}}",
                "garbage",
                "{\"type\": \"create_group\", \"to\": [\"+12025550101\"], \"message\": {\"text\": \"Too small\"}}",
                "{\"type\": \"send_message\", \"group_ref\": \"a\", \"message\": {\"text\": \"Hi\"}}");

        assertThat(given).singleElement().satisfies(batch -> {
            assertThat(batch)
                    .hasExactlyElementsOfTypes(
                            PlannedCommand.class, CommandRefusal.class, CommandRefusal.class, PlannedCommand.class);
            assertThat(batch)
                    .extracting(intake -> intake.origin().place())
                    .containsExactly(
                            "commands partition 0 offset 0",
                            "commands partition 0 offset 1",
                            "commands partition 0 offset 2",
                            "commands partition 0 offset 3");
        });
    }

    @Test
    void a_command_that_the_program_fails_at_is_refused_and_stops_no_other() {
        accept(
                "{\"type\": \"send_message\", \"group_ref\": \"a\", \"message\": {\"text\": \"Hi\"}}",
                FATAL,
                "{\"type\": \"send_message\", \"group_ref\": \"b\", \"message\": {\"text\": \"Hi\"}}");

        assertThat(given).singleElement().satisfies(batch -> {
            assertThat(batch)
                    .hasExactlyElementsOfTypes(PlannedCommand.class, CommandRefusal.class, PlannedCommand.class);
            assertThat(((CommandRefusal) batch.get(1)).problems())
                    .extracting(CommandRefusal.Reason::message)
                    .containsExactly(
                            "internal error while reading the command: java.lang.IllegalStateException: a bug");
        });
    }

    @Test
    void the_files_of_a_command_are_stored_before_it_is_accepted() throws Exception {
        Files.writeString(folder.resolve("flyer.pdf"), "%PDF-1.7");

        accept(
                "{\"type\": \"send_message\", \"group_ref\": \"a\", \"message\": {\"media\": [{\"file\": \"flyer.pdf\"}]}}",
                "{\"type\": \"send_message\", \"group_ref\": \"b\", \"message\": {\"media\": [{\"file\": \"other.pdf\"}]}}");

        assertThat(given).singleElement().satisfies(batch -> assertThat(batch)
                .extracting(each -> ((CommandRefusal) each).problems().get(0).describe())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("no place for [MediaFile[name=flyer.pdf"),
                        second -> assertThat(second)
                                .startsWith("/message/media/0/file: file \"other.pdf\" does not exist")));
    }

    @Test
    void a_batch_waits_for_the_ledger_and_is_accepted_once() {
        away = 20;

        accept("{\"type\": \"send_message\", \"group_ref\": \"a\", \"message\": {\"text\": \"Hi\"}}");

        assertThat(given).singleElement().satisfies(batch -> assertThat(batch).hasSize(1));
    }

    @Test
    void no_producer_gets_the_file_of_another_by_its_placeholder() {
        String placeholder = MediaFile.placeholder("0".repeat(64));
        accept(
                "{\"type\": \"send_message\", \"group_ref\": \"a\", \"message\": {\"parts\": [{\"type\": \"x\", \"attachment_id\": \""
                        + placeholder + "\"}]}}",
                "{\"type\": \"send_message\", \"group_ref\": \"b\", \"message\": {\"parts\": [{\"type\": \"text\", \"value\": \"Hi\","
                        + " \"x\": [{\"attachment_id\": \"" + placeholder + "\"}]}]}}",
                "{\"type\": \"send_message\", \"group_ref\": \"c\", \"message\": {\"media\": [{\"attachment_id\": \""
                        + placeholder + "\"}]}}",
                "{\"type\": \"send_voice_memo\", \"group_ref\": \"d\", \"attachment_id\": \"" + placeholder + "\"}");

        assertThat(given)
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(4).allSatisfy(each -> assertThat(
                                ((CommandRefusal) each).problems().toString())
                        .doesNotContain("no place")));
    }

    @Test
    void a_batch_waits_for_the_files_that_it_names_and_is_accepted_once_and_in_order() {
        filesAway = 3;

        accept(
                "{\"type\": \"send_message\", \"group_ref\": \"a\", \"message\": {\"text\": \"Hi\"}}",
                "{\"type\": \"send_message\", \"group_ref\": \"share\", \"message\": {\"text\": \"Hi\"}}",
                "{\"type\": \"send_message\", \"group_ref\": \"b\", \"message\": {\"text\": \"Hi\"}}");

        assertThat(given).singleElement().satisfies(batch -> assertThat(batch)
                .extracting(each -> ((PlannedCommand) each).group())
                .containsExactly(address("a"), address("share"), address("b")));
    }

    private static GroupAddress address(String groupRef) {
        return new GroupAddress.ByRef(groupRef, List.of(groupRef));
    }

    private void accept(String... commands) {
        List<ReceivedCommand> received = new ArrayList<>();
        for (String command : commands) {
            CommandSource source = new CommandSource.Kafka("cluster", "commands", "topic", 0, received.size());
            received.add(ReceivedCommand.fromJson(source, command.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(template.requestBody("direct:accept", received)).isInstanceOf(CommandIntake.Counts.class);
    }
}
