package dev.linqroutes.csv;

import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.RecordParts;
import dev.linqroutes.command.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row that is longer than any command. It is refused, and no more of it is kept than shows which one it was. */
final class TooLong {
    /** In characters. */
    static final int LONGEST = 1_000_000;

    private static final int KEPT = 1_000;

    private TooLong() {}

    /** @param row how a person calls it */
    static Received received(Source.File source, String row, long length, CharSequence text) {
        Problem problem = Problem.of(told(row, length));
        byte[] begin =
                text.subSequence(0, Math.min(KEPT, text.length())).toString().getBytes(StandardCharsets.UTF_8);
        return new Received(source, RecordParts.NONE, begin, Map.of(), Optional.empty(), List.of(problem), List.of());
    }

    /** @param row how a person calls it */
    static String told(String row, long length) {
        return "the " + row + " has " + length + " characters, at most " + LONGEST + " are taken";
    }
}
