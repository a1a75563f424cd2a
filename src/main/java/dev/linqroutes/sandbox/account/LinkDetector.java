package dev.linqroutes.sandbox.account;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Detects links in a text, for the first-message rule (reference 2.2). Linq's own rule is undocumented, so this one is broad:
 * a scheme, {@code www.}, and bare hosts under a common top-level domain, followed by anything but Latin letters; also hosts in
 * full-width letters, with a Chinese full stop, or with invisible characters. An e-mail address is not a link.
 */
final class LinkDetector {
    private static final String TOP_LEVEL = "com|org|net|edu|gov|mil|int|info|biz|name|pro|mobi|app|dev|page|web|shop"
            + "|store|online|site|website|space|tech|cloud|digital|agency|blog|news|live|life|account|today|link|click"
            + "|email|chat|club|group|team|events|tickets|tours|travel|hotel|restaurant|cafe|bar|pizza|food|health|care"
            + "|clinic|dental|fit|legal|law|finance|bank|money|cash|credit|company|inc|llc|ltd|gmbh|business|solutions"
            + "|services|support|help|software|systems|network|media|studio|photo|photos|video|tv|fm|art|design|music"
            + "|games|game|xyz|top|icu|vip|win|fun|one|zone|global|earth|city|house|homes|realty|estate|cars|auto|aero"
            + "|asia|berlin|london|nyc|paris|tokyo|africa|eu|goo|google|amazon|apple|microsoft"
            + "|ac|ad|ae|af|ag|ai|al|am|ar|at|au|az|ba|bd|be|bg|bh|bo|br|by|bz|ca|cc|cd|ch|ci|cl|cm|cn|co|cr|cu|cv|cx"
            + "|cy|cz|de|dk|do|dz|ec|ee|eg|es|et|fi|fo|fr|ga|ge|gg|gh|gi|gl|gm|gr|gt|hk|hn|hr|ht|hu|id|ie|il|im|in|io"
            + "|iq|ir|is|it|je|jm|jo|jp|ke|kg|kh|kr|kw|kz|lb|li|lk|lt|lu|lv|ly|ma|mc|md|me|mg|mk|ml|mn|mo|ms|mt|mu|mv"
            + "|mx|my|mz|na|nf|ng|ni|nl|no|np|nu|nz|om|pa|pe|ph|pk|pl|pm|pr|ps|pt|pw|py|qa|re|ro|rs|ru|rw|sa|sc|se|sg"
            + "|sh|si|sk|sm|sn|so|st|su|sv|sx|sy|tc|td|tf|tg|th|tj|tk|tl|tm|tn|to|tr|tt|tw|tz|ua|ug|uk|us|uy|uz|vc|ve"
            + "|vg|vi|vn|vu|wf|ws|zm|zw|xn--p1ai|xn--90ais|xn--j1amh|xn--e1a4c|xn--qxam|xn--80asehdb|xn--80aswg|xn--80adxhks|xn--fiqs8s|xn--j6w193g|xn--q9jyb4c|xn--3e0b707e|xn--o3cw4h|xn--h2brj9c|xn--wgbh1c|xn--mgbaam7a8h|xn--mgberp4a5d4ar";

    private static final String OTHER_TOP_LEVEL =
            "рф|рус|укр|бел|бг|срб|ею|қаз|мон|москва|онлайн|сайт|ελ|中国|中國|香港|台灣|台湾|みんな|한국|भारत|ไทย|مصر|السعودية|امارات|ایران|ישראל";

    private static final Pattern LINK = Pattern.compile(
            "[a-z][0-9+.-]*+://(?:[\\p{L}\\p{Nd}](?!\\uFE0F|\\u20E3)|\\[[0-9a-f:.]{2,45}+\\])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** A word that may contain a host, or one side of an address such as jane.co@example.co.uk. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Cf}._%+'-]++(@?)");

    private static final Pattern HOST = Pattern.compile(
            "(?<![\\p{L}\\p{M}\\p{N}\\p{Cf}_@.-])www\\.[\\p{L}\\p{Nd}](?!\\uFE0F|\\u20E3)|[\\p{L}\\p{Nd}][\\p{Mn}\\p{Mc}]*+\\.(?:(?:"
                    + TOP_LEVEL + ")(?![[\\p{IsLatin}\\p{Nd}]&&[^\\uFF01-\\uFF5E]])|(?:" + OTHER_TOP_LEVEL
                    + ")(?![\\p{L}\\p{M}\\p{Nd}]))",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern EMOJI = Pattern.compile("[^\\x00-\\x7F]\\uFE0F|.\\uFE0F?\\u20E3");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\uFE00-\\uFE0F]");
    private static final Pattern OTHER_DOT = Pattern.compile("(?<=[A-Za-z])[。｡．](?=[a-z])");

    private LinkDetector() {}

    static boolean hasLink(String text) {
        String withoutEmoji = EMOJI.matcher(text).replaceAll(" ");
        String plain = normalize(withoutEmoji);
        return hasPlainLink(withoutEmoji) || !plain.equals(withoutEmoji) && hasPlainLink(plain);
    }

    private static boolean hasPlainLink(String text) {
        return LINK.matcher(text).find() || WORD.matcher(text).results().anyMatch(word -> hasHost(text, word));
    }

    private static boolean hasHost(String text, MatchResult word) {
        boolean isLocalPart = !word.group(1).isEmpty();
        boolean isBehindAt = word.start() > 0 && text.charAt(word.start() - 1) == '@';
        return !isLocalPart
                && !isBehindAt
                && HOST.matcher(text)
                        .region(word.start(), word.end())
                        .useTransparentBounds(true)
                        .find();
    }

    private static String normalize(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        INVISIBLE
                .matcher(EMOJI.matcher(text).replaceAll(" "))
                .replaceAll("")
                .chars()
                .forEach(c -> plain.append((char) narrow(c)));
        return OTHER_DOT.matcher(plain).replaceAll(".");
    }

    /** Maps full-width forms to ASCII, except the dot, which may end a sentence. */
    private static int narrow(int c) {
        return c >= 0xFF01 && c <= 0xFF5E && c != '．' ? c - 0xFF01 + '!' : c;
    }
}
