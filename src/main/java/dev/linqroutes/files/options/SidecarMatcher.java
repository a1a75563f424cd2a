package dev.linqroutes.files.options;

import dev.linqroutes.command.text.DidYouMean;
import dev.linqroutes.files.io.FileNames;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the options of a sheet among the names in its folder. Systems disagree on which names are the same: on Windows and
 * macOS {@code Friends.csv} and {@code friends.properties} are a pair, and a Mac writes {@code ü} as two characters. A sheet
 * must not be sent without the options that somebody put beside it, so names that only resemble are told.
 */
public final class SidecarMatcher {
    /** How browsers and file managers count copies; a longer number is a year, or what else the name means. */
    private static final String COPY_NUMBER = "\\(\\d{1,2}\\)";

    /** What file managers call a copy, in the languages of most of their users. */
    private static final String COPY_WORD =
            "(?:copy|copie|copia|cópia|kopie|kopia|kópia|kópie|kopi|kopija|kopya|kopio|másolat|copies?"
                    + "|копия|копія|αντίγραφο|コピー|副本|拷贝|複製|복사본|사본)";

    private static final Pattern COPY_PREFIX = Pattern.compile(
            "^" + COPY_WORD + "(?:\\s*" + COPY_NUMBER + ")?\\s+(?:(?:of|von|van|de|di|af|av|z|από)\\s+)?");
    private static final Pattern COPY_SUFFIX = Pattern.compile("(?:\\s*" + COPY_NUMBER + "|[\\s\\p{Pd}_.]+" + COPY_WORD
            + "(?:\\s*\\(?\\d{1,2}\\)?)?|\\s*的?副本(?:\\s*\\d{1,2})?)$");
    private static final Pattern INVISIBLE_MARKS = Pattern.compile("[\\p{Cf}\u0307]");
    private static final Pattern NON_LETTERS = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}]+");

    /** What stands before {@code .properties}, and whatever was put behind it. */
    private static final Pattern OPTIONS_NAME =
            Pattern.compile("(?<base>.+?)\\s*\\.\\s*properties(?!\\p{L}).*", Pattern.DOTALL);

    private static final Pattern OTHER_EXTENSION =
            Pattern.compile("(?<base>.+)\\s*\\.\\s*(?<ending>\\p{L}{4,13})\\s*", Pattern.DOTALL);
    private static final List<String> SHORT_EXTENSIONS = List.of("property", "props", "prop");

    public static final String MISNAMED_ADVICE =
            "is called like options, which have no other ending: rename it to NAME.properties; or, if"
                    + " it is a table, take \".properties\" out of its name";

    private SidecarMatcher() {}

    /**
     * What was found.
     *
     * @param options those that are meant; of more than one their reader says so
     * @param ambiguity why nobody can be sure that the sheet goes with these options and no others; continues its name
     */
    public record SidecarMatch(List<String> options, Optional<String> ambiguity) {
        private static final SidecarMatch NONE = new SidecarMatch(List.of(), Optional.empty());
    }

    /** @param names what stands in the folder of the sheet, which need not stand there itself */
    public static SidecarMatch match(String sheet, Collection<String> names) {
        List<String> candidates = names.stream()
                .filter(SidecarMatcher::isOptionsLike)
                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
        if (candidates.isEmpty()) {
            return SidecarMatch.NONE;
        }
        // A workbook beside the sheet that was made of it is refused, and needs none.
        List<String> others = names.stream()
                .filter(name -> isSheet(name) && FileNames.isText(name) && !name.equals(sheet))
                .toList();
        List<String> own = candidates.stream()
                .filter(name -> isNamedFor(name, sheet))
                .filter(name -> isExactlyNamedFor(name, sheet) && FileNames.isText(sheet)
                        || others.stream().noneMatch(other -> isExactlyNamedFor(name, other)))
                .toList();
        return own.isEmpty() ? matchSimilar(sheet, candidates, others) : matchOwn(sheet, own, others);
    }

    private static SidecarMatch matchOwn(String sheet, List<String> own, List<String> others) {
        for (String options : own) {
            Optional<String> rival = others.stream()
                    .filter(other -> isExactlyNamedFor(options, sheet)
                            ? !options.equals(Sidecar.namesFor(sheet).get(1)) && isExactlyNamedFor(options, other)
                            : isNamedFor(options, other))
                    .findFirst();
            if (rival.isPresent()) {
                return new SidecarMatch(
                        own,
                        Optional.of("may have the options " + options + ", and so may " + rival.get()
                                + "; call the options "
                                + Sidecar.namesFor(sheet).get(1)
                                + ", or as the other file, and drop this file again"));
            }
        }
        return new SidecarMatch(own, Optional.empty());
    }

    private static SidecarMatch matchSimilar(String sheet, List<String> candidates, List<String> others) {
        return candidates.stream()
                .filter(name -> sheetKeyOfOptions(name).equals(Optional.of(sheetKey(sheet))))
                .filter(name -> others.stream().noneMatch(other -> isNamedFor(name, other)))
                .findFirst()
                .map(name -> new SidecarMatch(
                        List.of(),
                        Optional.of("may have the options " + name + ", whose name is not that of options of this file;"
                                + " call them " + Sidecar.namesFor(sheet).get(0)
                                + ", or move them away, and drop this file again")))
                .orElse(SidecarMatch.NONE);
    }

    /** Whether options have a name that makes another file of them, such as {@code friends.properties.txt}. */
    public static boolean isMisnamed(String name) {
        return FileNames.isInput(name) && OPTIONS_NAME.matcher(normalize(name)).matches();
    }

    /** Whether it is a name of options, or resembles one. */
    public static boolean isOptionsLike(String name) {
        return !FileNames.isHidden(name) && sheetKeyOfOptions(name).isPresent();
    }

    private static boolean isSheet(String name) {
        return FileNames.isVisibleInput(name) && !isMisnamed(name);
    }

    /** Whether some sheet among the names has these options, or seems to. */
    public static boolean isUsed(String options, Collection<String> names) {
        return names.stream()
                .filter(SidecarMatcher::isSheet)
                .anyMatch(sheet ->
                        isNamedFor(options, sheet) || sheetKeyOfOptions(options).equals(Optional.of(sheetKey(sheet))));
    }

    private static boolean isExactlyNamedFor(String options, String sheet) {
        return Sidecar.namesFor(sheet).contains(options);
    }

    /** Whether Windows, or a Mac, would say so. */
    private static boolean isNamedFor(String options, String sheet) {
        return Sidecar.namesFor(sheet).stream().anyMatch(name -> foldCase(name).equals(foldCase(options)));
    }

    private static String foldCase(String name) {
        StringBuilder folded = new StringBuilder(Normalizer.normalize(name, Normalizer.Form.NFC));
        for (int i = 0; i < folded.length(); i++) {
            folded.setCharAt(i, Character.toLowerCase(Character.toUpperCase(folded.charAt(i))));
        }
        return folded.toString();
    }

    /** The sheet that options seem to be for, by the letters of its name; empty for what does not look like options. */
    private static Optional<String> sheetKeyOfOptions(String name) {
        String simple = normalize(name);
        // Most names are of no options, and there may be thousands.
        if (!simple.contains("prop") && !simple.contains("per")) {
            return Optional.empty();
        }
        Matcher options = OPTIONS_NAME.matcher(simple);
        if (options.matches()) {
            return Optional.of(sheetKey(options.group("base")));
        }
        Matcher other = OTHER_EXTENSION.matcher(simple);
        return other.matches() && isMistyped(other.group("ending"))
                ? Optional.of(sheetKey(other.group("base")))
                : Optional.empty();
    }

    private static boolean isMistyped(String ending) {
        return SHORT_EXTENSIONS.contains(ending)
                || DidYouMean.suggest(ending, List.of("properties")).isPresent();
    }

    /** Without the ending of a sheet, the marks of a copy, and all but letters and digits. */
    private static String sheetKey(String name) {
        String rest = normalize(name).replace("%20", " ");
        rest = rest.substring(
                0, rest.length() - FileNames.extension(rest).orElse("").length());
        String before;
        do {
            before = rest;
            rest = COPY_SUFFIX
                    .matcher(COPY_PREFIX.matcher(rest).replaceFirst(""))
                    .replaceFirst("");
        } while (!rest.equals(before));
        String letters = NON_LETTERS.matcher(rest).replaceAll("");
        return letters.isEmpty() ? rest : letters;
    }

    private static String normalize(String name) {
        String small = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return INVISIBLE_MARKS.matcher(small).replaceAll("").strip();
    }
}
