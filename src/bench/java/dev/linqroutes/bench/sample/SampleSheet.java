package dev.linqroutes.bench.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A spreadsheet of groups of two to four, each with members of its own, a name, a message and a link. */
public final class SampleSheet {
    /** Calls of a row: the group, the link's preview, the name. */
    public static final int CALLS_OF_ROW = 3;

    /** Of a subscriber in the area of 202; each row takes the next four. */
    private static final int FIRST_NUMBER = 2_000_000;

    private SampleSheet() {}

    public static Path write(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("group_ref,to,display_name,message,links\n");
            for (int row = 0; row < rows; row++) {
                int first = FIRST_NUMBER + row * 4;
                String members = IntStream.range(first, first + 2 + row % 3)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(";+1202", "+1202", ""));
                out.write("%1$s,%2$s,Your %1$s,Your %1$s is on its way,https://example.com/track/%1$s\n"
                        .formatted(SampleCommands.id(row), members));
            }
        }
        return file;
    }
}
