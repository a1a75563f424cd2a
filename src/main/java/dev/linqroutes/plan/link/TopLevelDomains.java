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

    /** A label has at most 63 characters; accents that were typed apart may come on top. */
    private static final int MAX_LENGTH = 255;

    /** No word of a text ends like that, and most hosts do. */
    private static final Set<String> COMMON = Set.of(
            "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "app", "dev", "xyz", "shop", "store",
            "online", "site");

    /** Files of programs and shells, archives, and films of phones. */
    private static final Set<String> FILE_EXTENSIONS = Set.of("py", "rs", "sh", "md", "so", "ps", "cc", "zip", "mov");

    private TopLevelDomains() {}

    static boolean contains(String label) {
        if (label.length() < 2 || label.length() > MAX_LENGTH || Character.isDigit(label.charAt(0))) {
            return false;
        }
        try {
            // Labels before it, since gov.uk is a public suffix and a web site.
            String ascii =
                    "any.host." + IDN.toASCII(label, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return SUFFIXES.getDomainRoot(ascii, DomainType.ICANN) != null;
        } catch (IllegalArgumentException e) {
            // Longer than a label may be.
            return false;
        }
    }

    /** Whether most hosts that people write end like that. */
    static boolean isCommon(String label) {
        return COMMON.contains(label.toLowerCase(Locale.ROOT));
    }

    /** Whether the names of files end like that, too. */
    static boolean isFileExtension(String label) {
        return FILE_EXTENSIONS.contains(label.toLowerCase(Locale.ROOT));
    }

    /** A country's has two letters, those that are not Latin begin with {@code xn--} in the list and are no words here. */
    static boolean mayBeWord(String label) {
        return label.length() > 2 && !isCommon(label) && label.chars().allMatch(c -> c < 0x80) && !label.contains("-");
    }
}
