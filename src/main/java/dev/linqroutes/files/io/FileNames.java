package dev.linqroutes.files.io;

import dev.linqroutes.command.text.ControlCharacters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the names of files in the inbox tell. */
public final class FileNames {
    static final String OPTIONS_EXTENSION = ".properties";

    /** Of files with commands; in any case. */
    public static final List<String> READABLE_EXTENSIONS = List.of(".csv", ".tsv", ".txt", ".jsonl", ".ndjson");

    /** Of files that are taken all the same: whoever drops a workbook finds out why nothing comes of it. */
    private static final List<String> UNREADABLE_EXTENSIONS =
            List.of(".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".gz", ".zip", ".json");

    /** Of all that is taken. */
    public static final List<String> INPUT_EXTENSIONS = Stream.concat(
                    READABLE_EXTENSIONS.stream(), UNREADABLE_EXTENSIONS.stream())
            .toList();

    /** In bytes. Leaves room, of the 255 that most file systems take, for a time and {@code .failed.jsonl.part}. */
    private static final int MAX_STEM_BYTES = 180;

    private static final Pattern TRAILING_DOTS_AND_SPACES = Pattern.compile("[. ]+\\z");
    private static final Pattern MISLEADING_SUFFIX =
            Pattern.compile("(?i)\\.(results|failed|reason|csv|tsv|txt|jsonl|ndjson)\\z");
    private static final Pattern UNSAFE_STEM =
            Pattern.compile("(?i)((con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?|\\..*|-.*|~\\$.*|)", Pattern.DOTALL);

    private FileNames() {}

    /** Whether it is of a file that is meant as commands. */
    public static boolean isInput(String name) {
        return extension(name).isPresent();
    }

    /** Whether it is a file with commands that somebody has put there on purpose. */
    public static boolean isVisibleInput(String name) {
        return isInput(name) && !isHidden(name);
    }

    /** With its dot, in lower case; empty for any other file. */
    public static Optional<String> extension(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return INPUT_EXTENSIONS.stream().filter(lower::endsWith).findFirst();
    }

    public static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("~$");
    }

    public static boolean isOptions(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(OPTIONS_EXTENSION);
    }

    /** Whether it is of a file that is read as text, if it is what its name says. */
    public static boolean isText(String name) {
        return isOptions(name)
                || extension(name).filter(READABLE_EXTENSIONS::contains).isPresent();
    }

    /** What options are called when their batch is put away; they stay {@code NAME.properties} where they were. */
    public static String archivedOptionsName(String options, String stem) {
        String name = options.substring(0, options.length() - OPTIONS_EXTENSION.length());
        return stem + extension(name).orElse("") + OPTIONS_EXTENSION;
    }

    /**
     * The name a file's batch has in the inbox: as the file's, but good for a folder anywhere, and such that no file of this
     * batch is called as one of another.
     */
    public static String stem(String input) {
        String name = replaceControlCharacters(withoutExtension(input));
        String stem = TRAILING_DOTS_AND_SPACES.matcher(truncate(name)).replaceAll("");
        // crew.failed.csv, corrected and dropped again, must not be in the way of what crew.csv has in done.
        stem = MISLEADING_SUFFIX.matcher(stem).replaceAll("-$1");
        return UNSAFE_STEM.matcher(stem).matches() ? "_" + stem : stem;
    }

    private static String replaceControlCharacters(String name) {
        StringBuilder without = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '\t' || ControlCharacters.isControl(name.charAt(i))) {
                without.setCharAt(i, '_');
            }
        }
        return without.toString();
    }

    private static String withoutExtension(String input) {
        return input.substring(0, input.length() - extension(input).orElse("").length());
    }

    private static String truncate(String name) {
        int bytes = 0;
        int end = 0;
        while (end < name.length()) {
            int next = name.offsetByCodePoints(end, 1);
            bytes += name.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_STEM_BYTES) {
                return name.substring(0, end);
            }
            end = next;
        }
        return name;
    }
}
