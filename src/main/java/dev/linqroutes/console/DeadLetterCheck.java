package dev.linqroutes.console;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.CloudEventReader;
import dev.linqroutes.command.CommandJson;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.console.JsonPlaces.Place;
import dev.linqroutes.files.check.RowChecker.RowPreparation;
import dev.linqroutes.kafka.DeadLetterReader.DeadLetter;
import dev.linqroutes.ledger.intake.DryRun;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.replay.DeadLetterConverter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks the corrected text of a dead letter with the code of intake, and finds the places of its problems in the text. */
final class DeadLetterCheck {
    private static final String DATA = "/data";

    private final RowPreparation preparation;
    private final DryRun dryRun;
    private final Supplier<LineChooser> lines;
    private final Clock clock;

    /**
     * @param preparation validates and plans a command as intake does
     * @param lines chooses the line of a new group that names none
     */
    DeadLetterCheck(RowPreparation preparation, DryRun dryRun, Supplier<LineChooser> lines, Clock clock) {
        this.preparation = preparation;
        this.dryRun = dryRun;
        this.lines = lines;
        this.clock = clock;
    }

    /**
     * A reason why the command would be refused.
     *
     * @param pointer to the field, empty for the command as a whole
     * @param place in the text; empty for the command as a whole
     */
    record PlacedProblem(String pointer, String message, Optional<Place> place) {}

    /**
     * The result of a check.
     *
     * @param problems empty when the command would be accepted
     * @param command what it would do, with its id; empty when it would be refused
     * @param record value of the record that would be sent
     */
    record Result(
            List<PlacedProblem> problems, List<String> warnings, Optional<PlannedCommand> command, byte[] record) {
        static Result refused(List<PlacedProblem> problems) {
            return new Result(problems, List.of(), Optional.empty(), new byte[0]);
        }
    }

    Result check(DeadLetter letter, String text) {
        byte[] typed = text.getBytes(StandardCharsets.UTF_8);
        JsonNode json;
        try {
            json = CommandJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            Optional<Place> place = Optional.ofNullable(e.getLocation()).map(location -> Place.of(location, true));
            return Result.refused(CommandJson.unreadable(typed, e).problems().stream()
                    .map(problem -> new PlacedProblem("", problem.message(), place))
                    .toList());
        }
        // As it was typed first: the places of its problems are those of this text.
        IntakeDecision decision = prepare(letter, typed);
        byte[] record = typed;
        if (decision instanceof PlannedCommand && json instanceof ObjectNode object) {
            // Without the line breaks of the page.
            record = DeadLetterConverter.withId(object, letter.sourceId())
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            decision = prepare(letter, record);
        }
        return decision instanceof PlannedCommand command
                ? compareWithLedger(command, text, json, record)
                : Result.refused(locate((CommandRefusal) decision, text, json));
    }

    private IntakeDecision prepare(DeadLetter letter, byte[] command) {
        CommandSource source = new CommandSource.Kafka("", "dead letter", "", letter.partition(), letter.offset());
        return preparation
                .prepare(List.of(ReceivedCommand.fromJson(source, command)))
                .get(0);
    }

    private Result compareWithLedger(PlannedCommand command, String text, JsonNode json, byte[] record) {
        DryRun.Verdict verdict = dryRun.evaluate(List.of(new DryRun.Candidate(command)), lines.get())
                .get(0);
        List<PlacedProblem> problems = new ArrayList<>();
        verdict.refusalReason().map(reason -> locate(reason, text, json)).ifPresent(problems::add);
        if (command.expiresAt().filter(time -> !time.isAfter(clock.instant())).isPresent()) {
            String pointer = "/expires_at";
            problems.add(
                    new PlacedProblem(pointer, "has passed, so nothing would be sent", locate(pointer, text, json)));
        }
        if (!problems.isEmpty()) {
            return Result.refused(problems);
        }
        List<String> warnings = new ArrayList<>(command.warnings());
        verdict.warning().ifPresent(warnings::add);
        return new Result(List.of(), warnings, Optional.of(verdict.command()), record);
    }

    private static List<PlacedProblem> locate(CommandRefusal refusal, String text, JsonNode json) {
        return refusal.problems().stream()
                .map(reason -> locate(reason, text, json))
                .toList();
    }

    private static PlacedProblem locate(CommandRefusal.Reason reason, String text, JsonNode json) {
        return new PlacedProblem(reason.where(), reason.message(), locate(reason.where(), text, json));
    }

    private static Optional<Place> locate(String pointer, String text, JsonNode json) {
        if (!pointer.startsWith("/")) {
            return Optional.empty();
        }
        Place place = JsonPlaces.find(text, JsonPointer.compile(pointer));
        // Fields of a command in a CloudEvent are named without the event.
        return Optional.of(
                place.exact() || !CloudEventReader.isCloudEvent(json)
                        ? place
                        : JsonPlaces.find(text, JsonPointer.compile(DATA + pointer)));
    }
}
