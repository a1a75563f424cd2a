package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.UnicodeScripts;
import dev.linqroutes.plan.link.Links.LinkMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scans a text once from start to end and collects its links. */
final class LinkScanner {
    private static final String AFTER_SCHEME = "://";
    private static final List<String> WEB = List.of("https", "http");

    /** Twice the length of the longest registered scheme. */
    private static final int MAX_SCHEME_LENGTH = 60;

    /** Characters in the local part of an e-mail address, besides letters and digits. */
    private static final String LOCAL_PART_SYMBOLS = "._%+'-";

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}(?!\\d)");
    private static final Pattern USER_INFO =
            Pattern.compile("[A-Za-z0-9._~$&*+=%-]++(?::[A-Za-z0-9._~!$&*+=%-]*+)?@(?=[\\p{L}\\p{Nd}\\[])");
    private static final Pattern IP_V6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}\\]");

    /** Visible only at a line break. */
    private static final String SOFT_HYPHEN = "\u00AD";

    /**
     * A possible link, up to its host; indexes in the normalized text.
     *
     * @param mayStandAlone whether it is a link without a port or path
     * @param isDoubtful whether, without port and path, it may also be something else
     */
    private record Candidate(int begin, int hostEnd, boolean mayStandAlone, boolean isDoubtful) {}

    private final String text;
    private final NormalizedText normalized;
    private final String plain;
    private final OpenEmphasisMarks marks;
    private final List<LinkMatch> found = new ArrayList<>();

    /** No e-mail address starts before this index. */
    private int noEmailBefore;

    LinkScanner(String text) {
        this.text = text;
        this.normalized = NormalizedText.of(text);
        this.plain = normalized.text();
        this.marks = new OpenEmphasisMarks(text);
    }

    List<LinkMatch> scan() {
        int from = 0;
        for (int at = plain.indexOf(AFTER_SCHEME); at >= 0; at = plain.indexOf(AFTER_SCHEME, Math.max(from, at + 1))) {
            int begin = schemeStart(at, from);
            int authority = at + AFTER_SCHEME.length();
            if (begin < at && isAuthority(authority) && !isWebAddress(authority)) {
                int resume = addHostsWithoutScheme(from, begin);
                from = resume > begin ? resume : addAfterScheme(begin, authority);
            }
        }
        addHostsWithoutScheme(from, plain.length());
        return found;
    }

    /**
     * Returns the start of the scheme that ends at an index; the index itself if there is none. A word directly before
     * {@code https} is not part of the scheme.
     */
    private int schemeStart(int end, int from) {
        int begin = end;
        while (begin > from && end - begin < MAX_SCHEME_LENGTH && isInScheme(plain.charAt(begin - 1))) {
            begin--;
        }
        int web = webScheme(end);
        if (web >= begin && web < end && (web == begin || plain.charAt(web - 1) != '+')) {
            return web;
        }
        while (begin < end && !UnicodeScripts.isAsciiLetter(plain.charAt(begin))) {
            begin++;
        }
        return begin;
    }

    /** Returns the start of {@code http} or {@code https} that ends at an index; the length of the text if there is none. */
    private int webScheme(int end) {
        for (String scheme : WEB) {
            if (plain.regionMatches(true, end - scheme.length(), scheme, 0, scheme.length())) {
                return end - scheme.length();
            }
        }
        return plain.length();
    }

    private static boolean isInScheme(char c) {
        return UnicodeScripts.isAsciiLetter(c) || c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
    }

    private boolean isAuthority(int at) {
        return HostCandidate.mayStartAt(plain, at)
                || matchEnd(IP_V6, plain, at) > at
                || matchEnd(USER_INFO, plain, at) > at;
    }

    /** Whether a link starts at an index, so that the scheme before it is a repetition: {@code https://https://example.com}. */
    private boolean isWebAddress(int at) {
        return WEB.stream()
                .map(scheme -> scheme + AFTER_SCHEME)
                .anyMatch(scheme ->
                        plain.regionMatches(true, at, scheme, 0, scheme.length()) && isAuthority(at + scheme.length()));
    }

    /** Adds the link with a scheme and returns the index at which scanning continues. */
    private int addAfterScheme(int begin, int authority) {
        int host = matchEnd(USER_INFO, plain, authority);
        int end = matchEnd(IP_V6, plain, host);
        if (end == host) {
            end = HostCandidate.readAt(normalized, host, nextWebAddress(host)).endAfterScheme();
        }
        return add(new Candidate(begin, end, true, false));
    }

    /** Returns the start of {@code https://} directly after a host, as part of a label. */
    private int nextWebAddress(int host) {
        int next = plain.indexOf(AFTER_SCHEME, host);
        int begin = next < 0 ? plain.length() : webScheme(next);
        return begin > host ? begin : plain.length();
    }

    /**
     * Adds links without a scheme that start in a range, and returns the index at which scanning continues; it may be after the
     * range.
     */
    private int addHostsWithoutScheme(int from, int to) {
        int at = from;
        while (at < to) {
            if (!HostCandidate.mayStartAt(plain, at)) {
                at++;
                continue;
            }
            int word = HostCandidate.runEnd(plain, at, to);
            if (isNeitherHostNorEmail(word, to)) {
                at = word;
                continue;
            }
            int email = emailEnd(at, to);
            at = email > at ? email : addHost(HostCandidate.readAt(normalized, at, to), at);
        }
        return at;
    }

    /** Whether a word ends at an index and nothing follows that continues a host or an e-mail address. Most words do. */
    private boolean isNeitherHostNorEmail(int end, int to) {
        return !isInLocalPart(end - 1) && (end == to || plain.charAt(end) != '@' && !isInLocalPart(end));
    }

    private boolean isInLocalPart(int at) {
        return LOCAL_PART_SYMBOLS.indexOf(text.charAt(normalized.origins()[at])) >= 0 || plain.charAt(at) == '.';
    }

    /** Adds the host if it is a link, and returns the index at which scanning continues. */
    private int addHost(HostCandidate host, int begin) {
        if (host.beginsWithWww()) {
            return add(new Candidate(begin, host.endAfterScheme(), true, false));
        }
        HostCandidate.End end = host.endByTopLevelDomain();
        boolean isAfterAtSign = begin > 0 && plain.charAt(begin - 1) == '@';
        if (isAfterAtSign) {
            return host.endBeforeOtherDot();
        }
        if (end.index() < begin && !host.isIpAddress()) {
            return host.resumeIndex();
        }
        return host.isIpAddress()
                ? add(new Candidate(begin, host.end(), false, false))
                : add(new Candidate(begin, end.index(), true, end.isDoubtful()));
    }

    /** Returns the end of the e-mail address that starts at an index; the index itself if there is none. */
    private int emailEnd(int begin, int to) {
        if (begin < noEmailBefore) {
            return begin;
        }
        int local = begin;
        int end;
        do {
            end = HostCandidate.readAt(normalized, local, to).end();
            local = end;
            while (local < to
                    && LOCAL_PART_SYMBOLS.indexOf(text.charAt(normalized.origins()[local])) >= 0) {
                local++;
            }
        } while (local > end && local < to && HostCandidate.mayStartAt(plain, local));
        if (local < to && plain.charAt(local) == '@' && HostCandidate.mayStartAt(plain, local + 1)) {
            return HostCandidate.readAt(normalized, local + 1, to).endBeforeOtherDot();
        }
        noEmailBefore = local;
        return begin;
    }

    /** Adds a link with the port and path after its host, and returns the index at which scanning continues. */
    private int add(Candidate link) {
        int start = normalized.origins()[link.begin()];
        int hostEnd = normalized.originalEnd(link.hostEnd());
        int portEnd = matchEnd(PORT, text, hostEnd);
        marks.readTo(start);
        int end = LinkEndFinder.findEnd(text, start, portEnd, marks);
        boolean isHostOnly = end == hostEnd;
        if (isHostOnly && !link.mayStandAlone()) {
            return link.hostEnd();
        }
        marks.skipTo(end);
        String path =
                text.substring(hostEnd, end).replace(SOFT_HYPHEN, "").replace(LinkEndFinder.ESCAPED_UNDERSCORE, "_");
        found.add(new LinkMatch(
                start, end, plain.substring(link.begin(), link.hostEnd()) + path, link.isDoubtful() && isHostOnly));
        return normalized.indexAt(end);
    }

    private static int matchEnd(Pattern pattern, String input, int at) {
        Matcher matcher = pattern.matcher(input).region(at, input.length()).useTransparentBounds(true);
        return matcher.lookingAt() ? matcher.end() : at;
    }
}
