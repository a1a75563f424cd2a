package dev.linqroutes.csv;

import dev.linqroutes.command.ControlCharacters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the names of files in the inbox tell. */
final class InboxNames {
    static final String OPTIONS = ".properties";

    /** Of files with commands; in any case. */
    static final List<String> READABLE = List.of(".csv", ".tsv", ".txt", ".jsonl", ".ndjson");

    /** Of files that are taken all the same: whoever drops a workbook finds out why nothing comes of it. */
    private static final List<String> UNREADABLE =
            List.of(".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".gz", ".zip", ".json");

    /** Of all that is taken. */
    static final List<String> ENDINGS =
            Stream.concat(READABLE.stream(), UNREADABLE.stream()).toList();

    /** In bytes. Leaves room, of the 255 that most file systems take, for a time and {@code .failed.jsonl.part}. */
    private static final int LONGEST_STEM = 180;

    private static final Pattern DOTS_AND_SPACES_AT_THE_END = Pattern.compile("[. ]+\\z");
    private static final Pattern LIKE_ANOTHER =
            Pattern.compile("(?i)\\.(results|failed|reason|csv|tsv|txt|jsonl|ndjson)\\z");
    private static final Pattern RESERVED_HIDDEN_OR_OPTION =
            Pattern.compile("(?i)((con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?|\\..*|-.*|~\\$.*|)", Pattern.DOTALL);

    private InboxNames() {}

    /** Whether it is of a file that is meant as commands. */
    static boolean isInput(String name) {
        return ending(name).isPresent();
    }

    /** Whether it is a file with commands that somebody has put there on purpose. */
    static boolean isVisibleInput(String name) {
        return isInput(name) && !isHidden(name);
    }

    /** With its dot, in lower case; empty for any other file. */
    static Optional<String> ending(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().filter(lower::endsWith).findFirst();
    }

    static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("~$");
    }

    static boolean isOptions(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(OPTIONS);
    }

    /** Whether it is of a file that is read as text, if it is what its name says. */
    static boolean isText(String name) {
        return isOptions(name) || ending(name).filter(READABLE::contains).isPresent();
    }

    /** What options are called when their batch is put away; they stay {@code NAME.properties} where they were. */
    static String putAway(String options, String stem) {
        String name = options.substring(0, options.length() - OPTIONS.length());
        return stem + ending(name).orElse("") + OPTIONS;
    }

    /**
     * The name a file's batch has in the inbox: as the file's, but good for a folder anywhere, and such that no file of this
     * batch is called as one of another.
     */
    static String stem(String input) {
        String name = withoutControls(withoutEnding(input));
        String stem = DOTS_AND_SPACES_AT_THE_END.matcher(cut(name)).replaceAll("");
        // crew.failed.csv, corrected and dropped again, must not be in the way of what crew.csv has in done.
        stem = LIKE_ANOTHER.matcher(stem).replaceAll("-$1");
        return RESERVED_HIDDEN_OR_OPTION.matcher(stem).matches() ? "_" + stem : stem;
    }

    private static String withoutControls(String name) {
        StringBuilder without = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '\t' || ControlCharacters.isControl(name.charAt(i))) {
                without.setCharAt(i, '_');
            }
        }
        return without.toString();
    }

    private static String withoutEnding(String input) {
        return input.substring(0, input.length() - ending(input).orElse("").length());
    }

    private static String cut(String name) {
        int bytes = 0;
        int end = 0;
        while (end < name.length()) {
            int next = name.offsetByCodePoints(end, 1);
            bytes += name.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST_STEM) {
                return name.substring(0, end);
            }
            end = next;
        }
        return name;
    }
}
