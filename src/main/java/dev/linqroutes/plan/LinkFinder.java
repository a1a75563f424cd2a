package dev.linqroutes.plan;

import dev.linqroutes.plan.Links.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Goes through a text once, from its beginning to its end, and collects its links. */
final class LinkFinder {
    private static final String BEHIND_SCHEME = "://";
    private static final List<String> WEB = List.of("https", "http");

    /** No scheme that anybody registered has half as many letters. */
    private static final int LONGEST_SCHEME = 60;

    /** What else the names of mailboxes have beside letters and digits. */
    private static final String IN_LOCAL_PART = "._%+'-";

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}(?!\\d)");
    private static final Pattern USER_INFO =
            Pattern.compile("[A-Za-z0-9._~$&*+=%-]++(?::[A-Za-z0-9._~!$&*+=%-]*+)?@(?=[\\p{L}\\p{Nd}\\[])");
    private static final Pattern IP_V6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}\\]");

    /** Shows a hyphen only where a line ends in it. */
    private static final String SOFT_HYPHEN = "\u00AD";

    /**
     * What may be a link, up to its host; places in the folded text.
     *
     * @param mayStandAlone whether it is one without a port or a path
     * @param isDoubtful whether, without them, it may be something else as well
     */
    private record Candidate(int begin, int hostEnd, boolean mayStandAlone, boolean isDoubtful) {}

    private final String text;
    private final FoldedText folded;
    private final String plain;
    private final OpenMarks marks;
    private final List<Found> found = new ArrayList<>();

    /** Up to there no e-mail address begins. */
    private int noEmailBefore;

    LinkFinder(String text) {
        this.text = text;
        this.folded = FoldedText.of(text);
        this.plain = folded.text();
        this.marks = new OpenMarks(text);
    }

    List<Found> find() {
        int from = 0;
        for (int at = plain.indexOf(BEHIND_SCHEME);
                at >= 0;
                at = plain.indexOf(BEHIND_SCHEME, Math.max(from, at + 1))) {
            int begin = schemeStart(at, from);
            int authority = at + BEHIND_SCHEME.length();
            if (begin < at && isAuthority(authority) && !isWebAddress(authority)) {
                int goOn = hostsWithoutScheme(from, begin);
                from = goOn > begin ? goOn : behindScheme(begin, authority);
            }
        }
        hostsWithoutScheme(from, plain.length());
        return found;
    }

    /** Where the scheme begins that ends there; just there if none does. A word right before {@code https} is none of it. */
    private int schemeStart(int end, int from) {
        int begin = end;
        while (begin > from && end - begin < LONGEST_SCHEME && isInScheme(plain.charAt(begin - 1))) {
            begin--;
        }
        int web = webScheme(end);
        if (web >= begin && web < end && (web == begin || plain.charAt(web - 1) != '+')) {
            return web;
        }
        while (begin < end && !isAsciiLetter(plain.charAt(begin))) {
            begin++;
        }
        return begin;
    }

    /** Where {@code http} or {@code https} begins that ends there; behind all of the text if neither does. */
    private int webScheme(int end) {
        for (String scheme : WEB) {
            if (plain.regionMatches(true, end - scheme.length(), scheme, 0, scheme.length())) {
                return end - scheme.length();
            }
        }
        return plain.length();
    }

    private static boolean isInScheme(char c) {
        return isAsciiLetter(c) || c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
    }

    private static boolean isAsciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private boolean isAuthority(int at) {
        return Host.isStart(plain, at) || matchEnd(IP_V6, plain, at) > at || matchEnd(USER_INFO, plain, at) > at;
    }

    /** Whether a link begins there, so that the scheme before it was written twice: {@code https://https://example.com}. */
    private boolean isWebAddress(int at) {
        return WEB.stream()
                .map(scheme -> scheme + BEHIND_SCHEME)
                .anyMatch(scheme ->
                        plain.regionMatches(true, at, scheme, 0, scheme.length()) && isAuthority(at + scheme.length()));
    }

    /** Adds the link whose scheme begins there, and gives where to go on. */
    private int behindScheme(int begin, int authority) {
        int host = matchEnd(USER_INFO, plain, authority);
        int end = matchEnd(IP_V6, plain, host);
        if (end == host) {
            end = Host.at(folded, host, nextWebAddress(host)).endBehindScheme();
        }
        return add(new Candidate(begin, end, true, false));
    }

    /** Where {@code https://} stands right behind a host, as part of a label. */
    private int nextWebAddress(int host) {
        int next = plain.indexOf(BEHIND_SCHEME, host);
        int begin = next < 0 ? plain.length() : webScheme(next);
        return begin > host ? begin : plain.length();
    }

    /** Adds what is a link without a scheme and begins before a place, and gives where to go on, which may be behind it. */
    private int hostsWithoutScheme(int from, int to) {
        int at = from;
        while (at < to) {
            if (!Host.isStart(plain, at)) {
                at++;
                continue;
            }
            int email = emailEnd(at, to);
            at = email > at ? email : host(Host.at(folded, at, to), at);
        }
        return at;
    }

    /** Adds the host if it is a link, and gives where to go on. */
    private int host(Host host, int begin) {
        if (host.beginsWithWww()) {
            return add(new Candidate(begin, host.endBehindScheme(), true, false));
        }
        Host.End end = host.endAlone();
        boolean isBehindAt = begin > 0 && plain.charAt(begin - 1) == '@';
        if (isBehindAt) {
            return host.endBeforeOtherDot();
        }
        if (end.index() < begin && !host.isIpAddress()) {
            return host.next();
        }
        return host.isIpAddress()
                ? add(new Candidate(begin, host.end(), false, false))
                : add(new Candidate(begin, end.index(), true, end.isDoubtful()));
    }

    /** Where the e-mail address ends that begins there; just there if none does. */
    private int emailEnd(int begin, int to) {
        if (begin < noEmailBefore) {
            return begin;
        }
        int local = begin;
        int end;
        do {
            end = Host.at(folded, local, to).end();
            local = end;
            while (local < to && IN_LOCAL_PART.indexOf(text.charAt(folded.origin()[local])) >= 0) {
                local++;
            }
        } while (local > end && local < to && Host.isStart(plain, local));
        if (local < to && plain.charAt(local) == '@' && Host.isStart(plain, local + 1)) {
            return Host.at(folded, local + 1, to).endBeforeOtherDot();
        }
        noEmailBefore = local;
        return begin;
    }

    /** Adds a link with the port and the path that follow its host, and gives where to go on. */
    private int add(Candidate link) {
        int start = folded.origin()[link.begin()];
        int hostEnd = folded.writtenEnd(link.hostEnd());
        int portEnd = matchEnd(PORT, text, hostEnd);
        marks.readTo(start);
        int end = LinkEnd.of(text, start, portEnd, marks);
        boolean isHostAlone = end == hostEnd;
        if (isHostAlone && !link.mayStandAlone()) {
            return link.hostEnd();
        }
        marks.skipTo(end);
        String path = text.substring(hostEnd, end).replace(SOFT_HYPHEN, "").replace(LinkEnd.ESCAPED_UNDERSCORE, "_");
        found.add(new Found(
                start, end, plain.substring(link.begin(), link.hostEnd()) + path, link.isDoubtful() && isHostAlone));
        return folded.indexAt(end);
    }

    private static int matchEnd(Pattern pattern, String in, int at) {
        Matcher matcher = pattern.matcher(in).region(at, in.length()).useTransparentBounds(true);
        return matcher.lookingAt() ? matcher.end() : at;
    }
}
