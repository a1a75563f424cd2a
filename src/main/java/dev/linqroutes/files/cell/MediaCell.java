package dev.linqroutes.files.cell;

import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.command.placeholder.MissingValueMarker.Usage;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an entry of a cell for media or an icon names: an address, or a local file. */
public final class MediaCell {
    private static final Pattern FILE_NAME = Pattern.compile("[^\\\\]+\\.[A-Za-z0-9]{1,5}");

    /** {@code C:\Users\ann\a.png}, {@code C:/a.png}, {@code \\server\a.png}, {@code ~/a.png} */
    private static final Pattern COMPUTER_PATH = Pattern.compile("(?:[A-Za-z]:[\\\\/]|\\\\\\\\|~/).*");

    private static final String QUOTE = "[\"'`\u2018-\u201F\u00AB\u00BB]";
    private static final Pattern QUOTED = Pattern.compile(QUOTE + "+(.*[^ ]) *" + QUOTE + "+");

    private MediaCell() {}

    public static boolean isFileName(String entry) {
        return !entry.contains("://")
                && !COMPUTER_PATH.matcher(entry).matches()
                && FILE_NAME.matcher(entry).matches();
    }

    /** What is wrong with an entry that was meant to name a file, or nothing, and what to do; empty if that is not known. */
    public static Optional<String> describeMistake(String entry) {
        if (isFileName(entry)) {
            return Optional.empty();
        }
        String is = "is " + quoted(entry) + ": ";
        Optional<MissingValueMarker> marker = MissingValueMarker.detect(entry);
        if (marker.isPresent()) {
            return marker.map(each -> each.isRefusedIn(Usage.NAME)
                    ? each.describe(Usage.NAME)
                    : is + "leave the cell empty if there is none");
        }
        if (COMPUTER_PATH.matcher(entry).matches()) {
            return Optional.of(
                    is + "files of a computer cannot be read from here; put the file beside the sheet, or where the"
                            + " operator says, and write its name only, "
                            + quoted(entry.replaceFirst(".*[\\\\/]", "")));
        }
        if (entry.indexOf('\\') >= 0) {
            return Optional.of(is + "write folders with /, as in " + quoted(entry.replace('\\', '/')));
        }
        return Optional.of(QUOTED.matcher(entry))
                .filter(quoted -> quoted.matches())
                .map(quoted -> is + "leave out the quotes, as in " + quoted(quoted.group(1)));
    }

    private static String quoted(String entry) {
        return "\"" + CellText.abbreviate(entry) + "\"";
    }
}
