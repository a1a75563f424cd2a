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

    private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]*[\\p{L}\\p{M}\\p{N}])?+";

    /** Never begins inside a label, so that a long one is read only once. */
    private static final Pattern HOST = Pattern.compile("(?<![\\p{L}\\p{N}@]|[\\p{L}\\p{N}][\\p{M}_-])(" + LABEL
            + "(?:\\." + LABEL + ")++)(:\\d{1,5})?([/?#][^\\s<>\"]*+)?");

    /** What the extractor leaves out: {@code https://} right behind a digit, {@code www.} with one label. */
    private static final Pattern BEGINS_AS_LINK =
            Pattern.compile("(?i)(?:(?<![a-z])[a-z]++://|(?<![\\p{L}\\p{N}_])www\\.)(?=[\\p{L}\\p{N}])[^\\s<>\"]++");

    private static final Pattern IP = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://.*", Pattern.DOTALL);
    private static final String TRAILING = ".,;:!?…'\"”’»*_~";

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
            from = span.getEndIndex();
            if (span.getType() != LinkType.EMAIL) {
                from = add(folded, span.getBeginIndex(), from, found);
            }
        }
        others(folded, from, folded.text().length(), found);
        found.sort(Comparator.comparingInt(Found::start));
        return found;
    }

    /** Adds a link, and gives where it ends; where nothing follows its scheme it is none, and ends as it begins. */
    private static int add(FoldedText folded, int start, int greedy, List<Found> found) {
        int end = withoutTrailing(folded.text(), start, start + 1, greedy);
        if (folded.text().indexOf("://", start) == end - "://".length()) {
            return start;
        }
        found.add(folded.found(start, end));
        return end;
    }

    private static void others(FoldedText folded, int start, int end, List<Found> found) {
        int from = start;
        Matcher matcher =
                BEGINS_AS_LINK.matcher(folded.text()).region(start, end).useTransparentBounds(true);
        while (matcher.find()) {
            bareHosts(folded, from, matcher.start(), found);
            from = add(folded, matcher.start(), matcher.end(), found);
        }
        bareHosts(folded, from, end, found);
    }

    private static void bareHosts(FoldedText folded, int start, int to, List<Found> found) {
        String text = folded.text();
        Matcher matcher = HOST.matcher(text).useTransparentBounds(true);
        int from = start;
        while (matcher.region(from, to).find()) {
            int endOfHost = matcher.end(1);
            int end = withoutTrailing(text, matcher.start(), endOfHost, matcher.end());
            boolean emailFollows = matcher.end() < text.length() && text.charAt(matcher.end()) == '@';
            if (!emailFollows && isHost(matcher.group(1), end > endOfHost)) {
                found.add(folded.found(matcher.start(), end));
                from = end;
            } else {
                from = endOfHost;
            }
        }
    }

    private static boolean isHost(String host, boolean portOrPath) {
        // Four numbers alone are as likely a version or a section.
        return IP.matcher(host).matches() ? portOrPath : hasTopLevelDomain(host);
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

    /** Whether a text without white space, given as a link, is one. */
    static boolean isLink(String text) {
        return SCHEME.matcher(text).matches() || in(text).stream().anyMatch(link -> link.start() == 0);
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
