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

    /**
     * A host with its port, or, without the first group, characters in which none begins: what has been read is not read
     * again, so that the time for a text grows with its length and not with its square.
     */
    private static final Pattern HOST = Pattern.compile("(?<![\\p{L}\\p{N}@]|[\\p{L}\\p{N}][\\p{M}_-])(?:(" + LABEL
            + "(?:\\." + LABEL + ")++)(?::\\d{1,5})?|[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_-]*+)");

    /** What the extractor leaves out: {@code https://} right behind a digit, {@code www.} with one label. */
    private static final Pattern BEGINS_AS_LINK =
            Pattern.compile("(?i)(?:(?<![a-z])[a-z]++://|(?<![\\p{L}\\p{N}_])www\\.)(?=[\\p{L}\\p{N}])[^\\s<>\"]++");

    /** A label has at most 63 characters; what folding leaves out may come on top. */
    private static final int LONGEST_TOP_LEVEL = 255;

    private static final Pattern IP = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://.*", Pattern.DOTALL);
    private static final String NEVER_IN_PATH = " \t\n\u000B\f\r<>\"";
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";
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
        if (isOnlyScheme(folded.text(), start, end)) {
            return start;
        }
        found.add(folded.found(start, end));
        return end;
    }

    private static boolean isOnlyScheme(String text, int start, int end) {
        int scheme = end - "://".length();
        // The first that stands there, since a link may hold another one.
        return scheme >= start
                && text.startsWith("://", scheme)
                && text.substring(start, end).indexOf("://") == scheme - start;
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
            from = matcher.end();
            if (matcher.group(1) != null) {
                from = bareHost(folded, matcher, to, found);
            }
        }
    }

    /** Adds the host that was matched, with the path behind it, if it is a link; gives where to go on. */
    private static int bareHost(FoldedText folded, Matcher matcher, int to, List<Found> found) {
        String text = folded.text();
        String host = matcher.group(1);
        int endOfHost = matcher.end(1);
        // Four numbers alone are as likely a version or a section.
        boolean needsPortOrPath = IP.matcher(host).matches();
        if (!needsPortOrPath && !hasTopLevelDomain(host)) {
            return endOfHost;
        }
        int greedy = pathEnd(text, matcher.end(), to);
        int end = withoutTrailing(text, matcher.start(), endOfHost, greedy);
        boolean emailFollows = greedy < text.length() && text.charAt(greedy) == '@';
        if (emailFollows || needsPortOrPath && end == endOfHost) {
            return endOfHost;
        }
        found.add(folded.found(matcher.start(), end));
        return end;
    }

    /** Where the path ends that begins there; just there if none does. */
    private static int pathEnd(String text, int start, int to) {
        if (start == to || "/?#".indexOf(text.charAt(start)) < 0) {
            return start;
        }
        int end = start + 1;
        while (end < to && NEVER_IN_PATH.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean hasTopLevelDomain(String host) {
        String topLevel = host.substring(host.lastIndexOf('.') + 1);
        if (topLevel.length() > LONGEST_TOP_LEVEL) {
            return false;
        }
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

    /** Punctuation at the end belongs to the sentence; a closing bracket too, unless it was opened inside the link. */
    private static int withoutTrailing(String text, int start, int least, int greedy) {
        int[] unopened = new int[CLOSING.length()];
        for (int i = start; i < greedy; i++) {
            int opening = OPENING.indexOf(text.charAt(i));
            int closing = CLOSING.indexOf(text.charAt(i));
            if (opening >= 0) {
                unopened[opening]--;
            } else if (closing >= 0) {
                unopened[closing]++;
            }
        }
        int end = greedy;
        while (end > least) {
            char last = text.charAt(end - 1);
            int closing = CLOSING.indexOf(last);
            if (closing < 0 ? TRAILING.indexOf(last) < 0 : unopened[closing] <= 0) {
                return end;
            }
            if (closing >= 0) {
                unopened[closing]--;
            }
            end--;
        }
        return end;
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
