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
 * Finds the options of a sheet among the names in its folder. Names are compared as Windows and macOS do: without case, and
 * with {@code ü} as one or two characters. A sheet must not be sent without the options meant for it, so a name that only
 * resembles an options name is an ambiguity, and the sheet is rejected.
 */
public final class SidecarMatcher {
    /** The copy number of browsers and file managers; a longer number, such as a year, is part of the name. */
    private static final String COPY_NUMBER = "\\(\\d{1,2}\\)";

    /** The word for a copy in file managers, in common languages. */
    private static final String COPY_WORD =
            "(?:copy|copie|copia|cópia|kopie|kopia|kópia|kópie|kopi|kopija|kopya|kopio|másolat|copies?"
                    + "|копия|копія|αντίγραφο|コピー|副本|拷贝|複製|복사본|사본)";

    private static final Pattern COPY_PREFIX = Pattern.compile(
            "^" + COPY_WORD + "(?:\\s*" + COPY_NUMBER + ")?\\s+(?:(?:of|von|van|de|di|af|av|z|από)\\s+)?");
    private static final Pattern COPY_SUFFIX = Pattern.compile("(?:\\s*" + COPY_NUMBER + "|[\\s\\p{Pd}_.]+" + COPY_WORD
            + "(?:\\s*\\(?\\d{1,2}\\)?)?|\\s*的?副本(?:\\s*\\d{1,2})?)$");
    private static final Pattern INVISIBLE_MARKS = Pattern.compile("[\\p{Cf}\u0307]");
    private static final Pattern NON_LETTERS = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}]+");

    /** A name before {@code .properties}, with anything behind it. */
    private static final Pattern OPTIONS_NAME =
            Pattern.compile("(?<base>.+?)\\s*\\.\\s*properties(?!\\p{L}).*", Pattern.DOTALL);

    private static final Pattern OTHER_EXTENSION =
            Pattern.compile("(?<base>.+)\\s*\\.\\s*(?<extension>\\p{L}{4,13})\\s*", Pattern.DOTALL);
    private static final List<String> SHORT_EXTENSIONS = List.of("property", "props", "prop");

    public static final String MISNAMED_ADVICE =
            "has \".properties\" in its name, but another extension. If it is an options file, rename it to"
                    + " NAME.properties; if it is a table, remove \".properties\" from its name";

    private SidecarMatcher() {}

    /**
     * The options of a sheet.
     *
     * @param options names of the options files; {@link Sidecar} rejects more than one
     * @param ambiguity why it is uncertain which options the sheet has; continues the name of the sheet
     */
    public record SidecarMatch(List<String> options, Optional<String> ambiguity) {
        private static final SidecarMatch NONE = new SidecarMatch(List.of(), Optional.empty());
    }

    /** @param names of the entries in the folder; the sheet itself need not be one of them */
    public static SidecarMatch match(String sheet, Collection<String> names) {
        List<String> candidates = names.stream()
                .filter(SidecarMatcher::isOptionsLike)
                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
        if (candidates.isEmpty()) {
            return SidecarMatch.NONE;
        }
        // Formats that are always rejected, such as a workbook beside its CSV export, need no options.
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
                        Optional.of("could use the options " + options + ", and so could " + rival.get()
                                + "; rename the options to "
                                + Sidecar.namesFor(sheet).get(1)
                                + ", or after the other file, and drop this file again"));
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
                        Optional.of("could use the options " + name + ", but their name does not match this file;"
                                + " rename them to " + Sidecar.namesFor(sheet).get(0)
                                + ", or move them away, and drop this file again")))
                .orElse(SidecarMatch.NONE);
    }

    /** Whether the name is that of an options file with an input extension, such as {@code friends.properties.txt}. */
    public static boolean isMisnamed(String name) {
        return FileNames.isInput(name) && OPTIONS_NAME.matcher(normalize(name)).matches();
    }

    /** Whether the name is that of an options file, or resembles one. */
    public static boolean isOptionsLike(String name) {
        return !FileNames.isHidden(name) && sheetKeyOfOptions(name).isPresent();
    }

    private static boolean isSheet(String name) {
        return FileNames.isVisibleInput(name) && !isMisnamed(name);
    }

    /** Whether a sheet among the names matches these options, exactly or by similarity. */
    public static boolean isUsed(String options, Collection<String> names) {
        return names.stream()
                .filter(SidecarMatcher::isSheet)
                .anyMatch(sheet ->
                        isNamedFor(options, sheet) || sheetKeyOfOptions(options).equals(Optional.of(sheetKey(sheet))));
    }

    private static boolean isExactlyNamedFor(String options, String sheet) {
        return Sidecar.namesFor(sheet).contains(options);
    }

    /** Whether the names match by the rules of Windows and macOS. */
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

    /** The key of the sheet that the options seem to belong to; empty for a name that does not resemble options. */
    private static Optional<String> sheetKeyOfOptions(String name) {
        String simple = normalize(name);
        // A fast check first: most names are not options, and there may be thousands.
        if (!simple.contains("prop") && !simple.contains("per")) {
            return Optional.empty();
        }
        Matcher options = OPTIONS_NAME.matcher(simple);
        if (options.matches()) {
            return Optional.of(sheetKey(options.group("base")));
        }
        Matcher other = OTHER_EXTENSION.matcher(simple);
        return other.matches() && isMistyped(other.group("extension"))
                ? Optional.of(sheetKey(other.group("base")))
                : Optional.empty();
    }

    private static boolean isMistyped(String extension) {
        return SHORT_EXTENSIONS.contains(extension)
                || DidYouMean.suggest(extension, List.of("properties")).isPresent();
    }

    /** The letters and digits of the name, without the extension and the marks of a copy. */
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
