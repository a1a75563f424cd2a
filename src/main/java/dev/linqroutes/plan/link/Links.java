package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds links in texts, preferring false positives: which texts Linq counts as links is not documented (reference 7), and one
 * link in a first message fails the whole group. A link has a scheme, {@code www.}, or a host under a top-level domain of the
 * public suffix list. E-mail addresses are not links. A link ends where a phone ends it.
 */
public final class Links {
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://.*", Pattern.DOTALL);

    /** A scheme followed by a host, or for schemes other than the web by anything. */
    private static final Pattern COMPLETE_ADDRESS = Pattern.compile(
            "(?:(?:https?|ftp)://[^/?#.]|(?!https?:|ftp:)[a-z][a-z0-9+.-]*:///?[^/]).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Particles of Japanese and Korean, which end a word of a sentence rather than a URL. */
    private static final Pattern PARTICLE =
            Pattern.compile("[\\p{IsHan}\\p{IsKatakana}ー](?:を|です|から|まで|にて|ください)|\\p{IsHangul}(?:에서|으로|입니다|를|을)$");

    private Links() {}

    /**
     * A link in a text.
     *
     * @param start index of its first character
     * @param end index after its last character
     * @param value the link as written, with a normalized host without invisible characters
     * @param isDoubtful whether it may be two words with a full stop between them
     */
    record LinkMatch(int start, int end, String value, boolean isDoubtful) {
        boolean covers(String text) {
            return start == 0 && end == text.length();
        }
    }

    /** Returns the links of a text, in order and without overlaps. */
    public static List<LinkMatch> findIn(String text) {
        return new LinkScanner(text).scan();
    }

    /** Parses a value that should be a single link, and removes quotes or brackets around it; empty if it is not a link. */
    public static Optional<String> parseGiven(String given) {
        String text = withoutInvisible(given);
        List<LinkMatch> found = findIn(text);
        if (found.size() == 1 && found.get(0).covers(text)) {
            return Optional.of(found.get(0).value());
        }
        LinkMarkup.Removal removal = LinkMarkup.planRemoval(text, found);
        String rest =
                TextJoiner.removeCuts(RemainingText.of(text), removal.cuts()).text();
        boolean isOne = removal.links().size() == 1;
        boolean isComplete = isOne && InvisibleCharacters.isBlank(rest);
        // The producer has declared the whole text to be a link.
        boolean startsWithLink = !found.isEmpty() && found.get(0).start() == 0;
        if (!isComplete && (startsWithLink || COMPLETE_ADDRESS.matcher(text).matches())) {
            return Optional.of(text);
        }
        return isOne && InvisibleCharacters.isPunctuation(rest)
                ? Optional.of(removal.links().get(0))
                : Optional.empty();
    }

    private static String withoutInvisible(String text) {
        return text.codePoints()
                .filter(c -> !InvisibleCharacters.isInvisible(c) || InvisibleCharacters.isJoiner(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether the last segment of a link may include words of the sentence: the letters do not show where the link ends. */
    public static boolean mayHoldNextWord(String link) {
        int segment = link.length();
        while (segment > 0 && "/?#=&".indexOf(link.charAt(segment - 1)) < 0) {
            segment--;
        }
        return PARTICLE.matcher(link.substring(segment)).find();
    }

    /** Returns the link with a scheme, which a preview requires (reference 3.2). */
    public static String withScheme(String link) {
        return SCHEME.matcher(link).matches() ? link : "https://" + link;
    }

    /** Whether Linq can create a preview. Links with other schemes are sent as text (reference 3.2). */
    public static boolean canBePreviewed(String link) {
        Matcher scheme = SCHEME.matcher(link);
        return scheme.matches()
                && List.of("http", "https", "ftp").contains(scheme.group(1).toLowerCase(Locale.ROOT));
    }
}
