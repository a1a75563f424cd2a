package dev.linqroutes.plan.link;

import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** The top-level domains of the public suffix list. */
final class TopLevelDomains {
    private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

    /** A label has at most 63 characters; decomposed accents add to that. */
    private static final int MAX_LENGTH = 255;

    /** Top-level domains of most hosts, which are not words. */
    private static final Set<String> COMMON = Set.of(
            "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "app", "dev", "xyz", "shop", "store",
            "online", "site");

    /** Top-level domains that are also extensions of source files, scripts, archives and videos. */
    private static final Set<String> FILE_EXTENSIONS = Set.of("py", "rs", "sh", "md", "so", "ps", "cc", "zip", "mov");

    private TopLevelDomains() {}

    static boolean contains(String label) {
        if (isCommon(label)) {
            return true;
        }
        if (label.length() < 2 || label.length() > MAX_LENGTH || Character.isDigit(label.charAt(0))) {
            return false;
        }
        try {
            // With labels before it, because gov.uk is both a public suffix and a web site.
            String ascii =
                    "any.host." + IDN.toASCII(label, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return SUFFIXES.getDomainRoot(ascii, DomainType.ICANN) != null;
        } catch (IllegalArgumentException e) {
            // Longer than a label can be.
            return false;
        }
    }

    /** Whether most hosts in texts have this top-level domain. */
    static boolean isCommon(String label) {
        return COMMON.contains(label.toLowerCase(Locale.ROOT));
    }

    /** Whether this is also a file extension. */
    static boolean isFileExtension(String label) {
        return FILE_EXTENSIONS.contains(label.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether the domain may be a word. Country domains have two letters, and domains in other scripts start with {@code xn--}
     * in the list.
     */
    static boolean mayBeWord(String label) {
        return label.length() > 2 && !isCommon(label) && label.chars().allMatch(c -> c < 0x80) && !label.contains("-");
    }
}
