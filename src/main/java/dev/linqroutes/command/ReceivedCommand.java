package dev.linqroutes.command;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A received command before it is parsed.
 *
 * @param record key and headers, if it came as a record
 * @param body the command as JSON, or whatever was sent instead
 * @param columns JSON pointer to the column that the value comes from, so that a problem can name the column; empty
 *     if the command was received as JSON
 * @param region country of phone numbers without a country code, if the file gives it
 * @param problems problems found before, such as a row with too many cells; usually empty
 * @param warnings what the producer should know even if the command is accepted
 * @param files the local files that it names, if they were read and stored before; they are not read again
 */
public record ReceivedCommand(
        CommandSource source,
        RecordKeyAndHeaders record,
        byte[] body,
        Map<String, ColumnPlace> columns,
        Optional<String> region,
        List<Problem> problems,
        List<String> warnings,
        List<LocalFile> files) {
    public ReceivedCommand {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(body, "body");
        columns = Map.copyOf(columns);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        files = List.copyOf(files);
    }

    /** A command whose files, if it names any, are not stored yet. */
    public ReceivedCommand(
            CommandSource source,
            RecordKeyAndHeaders record,
            byte[] body,
            Map<String, ColumnPlace> columns,
            Optional<String> region,
            List<Problem> problems,
            List<String> warnings) {
        this(source, record, body, columns, region, problems, warnings, List.of());
    }

    /** A command received as JSON. */
    public static ReceivedCommand fromJson(CommandSource source, byte[] body) {
        return fromJson(source, RecordKeyAndHeaders.NONE, body);
    }

    /** A record with a command as JSON. */
    public static ReceivedCommand fromJson(CommandSource source, RecordKeyAndHeaders record, byte[] body) {
        return new ReceivedCommand(source, record, body, Map.of(), Optional.empty(), List.of(), List.of());
    }

    /** Returns a copy with this problem only: it will be refused. */
    public ReceivedCommand withProblem(Problem problem) {
        return new ReceivedCommand(source, record, body, columns, region, List.of(problem), warnings, files);
    }
}
