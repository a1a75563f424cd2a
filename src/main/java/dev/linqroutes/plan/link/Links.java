package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds links in texts, rather one too many than one too few: what Linq counts as a link is not documented (reference
 * 7), and one link in a first message fails the whole group. A link is anything with a scheme, {@code www.}, or a host
 * under a top-level domain of the public suffix list; an e-mail address is none. It ends where a reader's phone ends it.
 */
public final class Links {
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://.*", Pattern.DOTALL);

    /** A scheme with something behind it, which for the web is the beginning of a host. */
    private static final Pattern COMPLETE_ADDRESS = Pattern.compile(
            "(?:(?:https?|ftp)://[^/?#.]|(?!https?:|ftp:)[a-z][a-z0-9+.-]*:///?[^/]).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Particles of Japanese and Korean that a word ends with in a sentence rather than in an address. */
    private static final Pattern PARTICLE =
            Pattern.compile("[\\p{IsHan}\\p{IsKatakana}ー](?:を|です|から|まで|にて|ください)|\\p{IsHangul}(?:에서|으로|입니다|를|을)$");

    private Links() {}

    /**
     * A link in a text.
     *
     * @param start index of its first character
     * @param end index behind its last
     * @param value the link as it was written; its host in plain letters, with nothing invisible in it
     * @param isDoubtful whether it may as well be two words with a full stop between them
     */
    record LinkMatch(int start, int end, String value, boolean isDoubtful) {}

    /** The links of a text, in order; none overlaps another. */
    public static List<LinkMatch> findIn(String text) {
        return new LinkScanner(text).scan();
    }

    /** The link that was given as one, without the quotes or brackets around it; empty if it is none. */
    public static Optional<String> parseGiven(String given) {
        String text = withoutInvisible(given);
        List<LinkMatch> found = findIn(text);
        LinkMarkup.Removal removal = LinkMarkup.planRemoval(text, found);
        String rest =
                TextJoiner.removeCuts(RemainingText.of(text), removal.cuts()).text();
        boolean isOne = removal.links().size() == 1;
        boolean isAll = isOne && InvisibleCharacters.isBlank(rest);
        // Whoever gives it as a link knows better where it ends.
        boolean beginsAsLink = !found.isEmpty() && found.get(0).start() == 0;
        if (!isAll && (beginsAsLink || COMPLETE_ADDRESS.matcher(text).matches())) {
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

    /** Whether the sentence may go on in the last part of a link: nothing in the letters tells where one ends. */
    public static boolean mayHoldNextWord(String link) {
        int part = link.length();
        while (part > 0 && "/?#=&".indexOf(link.charAt(part - 1)) < 0) {
            part--;
        }
        return PARTICLE.matcher(link.substring(part)).find();
    }

    /** The link with a scheme, as a preview needs it (reference 3.2). */
    public static String withScheme(String link) {
        return SCHEME.matcher(link).matches() ? link : "https://" + link;
    }

    /** Whether Linq can make a preview of it: other schemes are only text (reference 3.2). */
    public static boolean canBePreviewed(String link) {
        Matcher scheme = SCHEME.matcher(link);
        return scheme.matches()
                && List.of("http", "https", "ftp").contains(scheme.group(1).toLowerCase(Locale.ROOT));
    }
}
