package dev.linqroutes.files.io;

import dev.linqroutes.command.text.ControlCharacters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules for the names of files in the inbox: which are input, which are options, and the stem of a batch. */
public final class FileNames {
    static final String OPTIONS_EXTENSION = ".properties";

    /** Extensions of files with commands; compared without case. */
    public static final List<String> READABLE_EXTENSIONS = List.of(".csv", ".tsv", ".txt", ".jsonl", ".ndjson");

    /** Extensions of files that are claimed and then rejected, so that the user gets a reason. */
    private static final List<String> UNREADABLE_EXTENSIONS =
            List.of(".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".gz", ".zip", ".json");

    /** Extensions of all files that are claimed. */
    public static final List<String> INPUT_EXTENSIONS = Stream.concat(
                    READABLE_EXTENSIONS.stream(), UNREADABLE_EXTENSIONS.stream())
            .toList();

    /** In bytes. Most file systems allow 255; the rest is for a timestamp and {@code .failed.jsonl.part}. */
    private static final int MAX_STEM_BYTES = 180;

    private static final Pattern TRAILING_DOTS_AND_SPACES = Pattern.compile("[. ]+\\z");
    private static final Pattern MISLEADING_SUFFIX =
            Pattern.compile("(?i)\\.(results|failed|reason|csv|tsv|txt|jsonl|ndjson)\\z");
    private static final Pattern UNSAFE_STEM =
            Pattern.compile("(?i)((con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?|\\..*|-.*|~\\$.*|)", Pattern.DOTALL);

    private FileNames() {}

    /** Whether a file of this name is meant as input: commands, or a file that is rejected with a reason. */
    public static boolean isInput(String name) {
        return extension(name).isPresent();
    }

    /** Whether a file of this name is input and not hidden. */
    public static boolean isVisibleInput(String name) {
        return isInput(name) && !isHidden(name);
    }

    /** The input extension with its dot, in lower case; empty for any other file. */
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

    /** Whether the extension is that of a text format. */
    public static boolean isText(String name) {
        return isOptions(name)
                || extension(name).filter(READABLE_EXTENSIONS::contains).isPresent();
    }

    /** The name of an options file in {@code done} or {@code failed}, beside a file named {@code stem}. */
    public static String archivedOptionsName(String options, String stem) {
        String name = options.substring(0, options.length() - OPTIONS_EXTENSION.length());
        return stem + extension(name).orElse("") + OPTIONS_EXTENSION;
    }

    /**
     * The name of the batch in the inbox, made from the file name: valid as a folder name on every system, and distinct from
     * the names of result files of other batches.
     */
    public static String stem(String input) {
        String name = replaceControlCharacters(withoutExtension(input));
        String stem = TRAILING_DOTS_AND_SPACES.matcher(truncate(name)).replaceAll("");
        // crew.failed.csv, corrected and dropped again, must not collide with the results of crew.csv in done.
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
