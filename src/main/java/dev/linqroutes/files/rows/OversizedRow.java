package dev.linqroutes.files.rows;

import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.RecordKeyAndHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row that exceeds the maximum length. It is refused, and only its first characters are kept, to identify it. */
public final class OversizedRow {
    /** In characters. */
    public static final int MAX_LENGTH = 1_000_000;

    private static final int KEPT_CHARACTERS = 1_000;

    private OversizedRow() {}

    /** @param rowKind "row" or "line" */
    public static ReceivedCommand toReceived(
            CommandSource.File source, String rowKind, long length, CharSequence text) {
        Problem problem = Problem.of(describe(rowKind, length));
        byte[] start = text.subSequence(0, Math.min(KEPT_CHARACTERS, text.length()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new ReceivedCommand(
                source, RecordKeyAndHeaders.NONE, start, Map.of(), Optional.empty(), List.of(problem), List.of());
    }

    /** @param rowKind "row" or "line" */
    public static String describe(String rowKind, long length) {
        return "the " + rowKind + " has " + length + " characters; at most " + MAX_LENGTH + " are allowed";
    }
}
