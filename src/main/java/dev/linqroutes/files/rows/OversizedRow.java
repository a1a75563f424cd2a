package dev.linqroutes.files.rows;

import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.RecordKeyAndHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row that is longer than any command. It is refused, and no more of it is kept than shows which one it was. */
public final class OversizedRow {
    /** In characters. */
    public static final int MAX_LENGTH = 1_000_000;

    private static final int KEPT_CHARACTERS = 1_000;

    private OversizedRow() {}

    /** @param row how a person calls it */
    public static ReceivedCommand toReceived(CommandSource.File source, String row, long length, CharSequence text) {
        Problem problem = Problem.of(describe(row, length));
        byte[] begin = text.subSequence(0, Math.min(KEPT_CHARACTERS, text.length()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new ReceivedCommand(
                source, RecordKeyAndHeaders.NONE, begin, Map.of(), Optional.empty(), List.of(problem), List.of());
    }

    /** @param row how a person calls it */
    public static String describe(String row, long length) {
        return "the " + row + " has " + length + " characters, at most " + MAX_LENGTH + " are taken";
    }
}
