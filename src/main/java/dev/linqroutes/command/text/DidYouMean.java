package dev.linqroutes.command.text;

import java.util.Locale;
import java.util.Optional;

/** Suggests the known name for a misspelled one. */
public final class DidYouMean {
    private static final int MAX_LENGTH = 40;

    private DidYouMean() {}

    /** Returns {@code ; did you mean "message"?}, or an empty string. */
    public static String hint(String written, Iterable<String> known) {
        return suggest(written, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** Returns the known name with an edit distance of one, or of two for long names. */
    public static Optional<String> suggest(String written, Iterable<String> known) {
        if (written.length() < 4 || written.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int nearest = written.length() < 6 ? 1 : 2;
        Optional<String> suggestion = Optional.empty();
        for (String name : known) {
            int distance = name.length() < 4 || name.length() > MAX_LENGTH ? MAX_LENGTH : distance(written, name);
            if (distance > 0 && (distance < nearest || distance == nearest && suggestion.isEmpty())) {
                nearest = distance;
                suggestion = Optional.of(name);
            }
        }
        return suggestion;
    }

    /** Whether both are the same name apart from case and separators. */
    public static boolean isSpelling(String written, String name) {
        return normalize(written).equals(normalize(name));
    }

    /** {@code groupRef}, {@code Group-Ref} and {@code GROUP_REF} are the same name. */
    public static String normalize(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Number of insertions, deletions, substitutions and swaps of neighbours (Damerau-Levenshtein). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                d[i][j] = swapped ? Math.min(d[i][j], d[i - 2][j - 2] + 1) : d[i][j];
            }
        }
        return d[a.length()][b.length()];
    }
}
