package dev.linqroutes.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A command as it came in, before anybody looked into it.
 *
 * @param source where it was received
 * @param record key and headers, where it came as a record
 * @param body the command as JSON, or what was sent in its place
 * @param columns JSON pointer to the name of the column it was made from, so that a problem can name the cell; empty
 *     where the command was received as JSON
 * @param region country whose phone numbers are understood without a country code, where the file says so
 * @param problems what is already known to be wrong, such as a row with too many cells; mostly empty
 * @param warnings what its producer should know although it may be good
 */
public record ReceivedCommand(
        CommandSource source,
        RecordKeyAndHeaders record,
        byte[] body,
        Map<String, String> columns,
        Optional<String> region,
        List<Problem> problems,
        List<String> warnings) {
    public ReceivedCommand {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(body, "body");
        columns = Map.copyOf(columns);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** A command received as JSON. */
    public static ReceivedCommand fromJson(CommandSource source, byte[] body) {
        return fromJson(source, RecordKeyAndHeaders.NONE, body);
    }

    /** A record that is to be a command as JSON. */
    public static ReceivedCommand fromJson(CommandSource source, RecordKeyAndHeaders record, byte[] body) {
        return new ReceivedCommand(source, record, body, Map.of(), Optional.empty(), List.of(), List.of());
    }

    /** The same, and refused. */
    public ReceivedCommand withProblem(Problem problem) {
        return new ReceivedCommand(source, record, body, columns, region, List.of(problem), warnings);
    }
}
