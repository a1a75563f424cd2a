package dev.linqroutes.plan;

import java.net.IDN;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;

/**
 * Finds links in texts, rather one too many than one too few: what Linq counts as a link is not documented (reference
 * 7), and one link in a first message fails the whole group. A link is anything with a scheme, {@code www.}, or a host
 * under a top-level domain of the public suffix list; an e-mail address is none.
 */
final class Links {
    private static final LinkExtractor EXTRACTOR = LinkExtractor.builder()
            .linkTypes(EnumSet.of(LinkType.URL, LinkType.WWW, LinkType.EMAIL))
            .build();
    private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

    private static final String LABEL = "[\\p{L}\\p{M}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}_-]*[\\p{L}\\p{M}\\p{N}_])?+";
    private static final Pattern HOST = Pattern.compile(
            "(?<![\\p{L}\\p{M}\\p{N}_@])(" + LABEL + "(?:\\." + LABEL + ")++)(:\\d{1,5})?([/?#][^\\s<>\"]*+)?");
    /** What the extractor leaves out: {@code https://} right behind a digit. */
    private static final Pattern ANY_SCHEME = Pattern.compile("(?i)(?<![a-z])[a-z]++://[^\\s<>\"]++");

    private static final Pattern IP = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://.*", Pattern.DOTALL);
    private static final String TRAILING = ".,;:!?'\"”’»*_~";

    private Links() {}

    /**
     * A link in a text.
     *
     * @param start index of its first character
     * @param end index behind its last
     * @param value the link, with nothing invisible in it
     */
    record Found(int start, int end, String value) {}

    /** The links of a text, in order; none overlaps another. */
    static List<Found> in(String text) {
        FoldedText folded = FoldedText.of(text);
        List<Found> found = new ArrayList<>();
        int from = 0;
        for (LinkSpan span : EXTRACTOR.extractLinks(folded.text())) {
            others(folded, from, span.getBeginIndex(), found);
            if (span.getType() != LinkType.EMAIL) {
                found.add(folded.found(span.getBeginIndex(), span.getEndIndex()));
            }
            from = span.getEndIndex();
        }
        others(folded, from, folded.text().length(), found);
        found.sort(Comparator.comparingInt(Found::start));
        return found;
    }

    private static void others(FoldedText folded, int start, int end, List<Found> found) {
        int from = start;
        Matcher matcher = ANY_SCHEME.matcher(folded.text()).region(start, end).useTransparentBounds(true);
        while (matcher.find()) {
            bareHosts(folded, from, matcher.start(), found);
            from = withoutTrailing(folded.text(), matcher.start(), matcher.start() + 1, matcher.end());
            found.add(folded.found(matcher.start(), from));
        }
        bareHosts(folded, from, end, found);
    }

    private static void bareHosts(FoldedText folded, int from, int to, List<Found> found) {
        Matcher matcher = HOST.matcher(folded.text()).region(from, to).useTransparentBounds(true);
        while (matcher.find()) {
            boolean emailFollows =
                    matcher.end() < folded.text().length() && folded.text().charAt(matcher.end()) == '@';
            if (!emailFollows && isHost(matcher)) {
                int end = withoutTrailing(folded.text(), matcher.start(), matcher.end(1), matcher.end());
                found.add(folded.found(matcher.start(), end));
            }
        }
    }

    private static boolean isHost(Matcher matcher) {
        String host = matcher.group(1);
        if (IP.matcher(host).matches()) {
            // Four numbers alone are as likely a version or a section.
            return matcher.group(2) != null || matcher.group(3) != null;
        }
        return hasTopLevelDomain(host);
    }

    private static boolean hasTopLevelDomain(String host) {
        String topLevel = host.substring(host.lastIndexOf('.') + 1);
        try {
            // Labels before it, since gov.uk is a public suffix and a web site.
            String ascii =
                    "any.host." + IDN.toASCII(topLevel, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return SUFFIXES.getDomainRoot(ascii, DomainType.ICANN) != null;
        } catch (IllegalArgumentException e) {
            // Longer than a label may be.
            return false;
        }
    }

    private static int withoutTrailing(String text, int start, int least, int greedy) {
        int end = greedy;
        while (end > least && isTrailing(text, start, end)) {
            end--;
        }
        return end;
    }

    /** Punctuation at the end belongs to the sentence; a closing bracket too, unless it was opened inside the link. */
    private static boolean isTrailing(String text, int start, int end) {
        char last = text.charAt(end - 1);
        int pair = ")]}".indexOf(last);
        if (pair < 0) {
            return TRAILING.indexOf(last) >= 0;
        }
        String link = text.substring(start, end);
        return link.chars().filter(c -> c == "([{".charAt(pair)).count()
                < link.chars().filter(c -> c == last).count();
    }

    /** The link with a scheme, as a preview needs it (reference 3.2). */
    static String withScheme(String link) {
        return SCHEME.matcher(link).matches() ? link : "https://" + link;
    }

    /** Whether Linq can make a preview of it: other schemes are only text (reference 3.2). */
    static boolean canBePreviewed(String link) {
        Matcher scheme = SCHEME.matcher(link);
        return scheme.matches()
                && List.of("http", "https", "ftp").contains(scheme.group(1).toLowerCase(Locale.ROOT));
    }
}
