package dev.linqroutes.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what is a link in a text, for the first-message rule (reference 2.2). What Linq itself counts is not
 * documented, so this is generous: scheme, {@code www.}, and bare hosts under a common top level domain. An e-mail
 * address is not a link.
 */
final class Links {
    private static final Pattern TOP_LEVEL = Pattern.compile(
            "com|org|net|edu|gov|mil|int|info|biz|name|pro|mobi|app|dev|page|web|shop"
                    + "|store|online|site|website|space|tech|cloud|digital|agency|blog|news|live|life|world|today|link|click"
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
                    + "|vg|vi|vn|vu|wf|ws|za|zm|zw|xn--[a-z0-9-]+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern LINK = Pattern.compile(
            "(?<![a-z0-9+.-])[a-z0-9+.-]++://\\S|(?<![\\p{L}\\p{N}@.-])www\\.[\\p{L}\\p{N}]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** What a host stands in, or the local part of an address such as jane.co@… */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}._%+-]++(@?)");

    private static final Pattern LABELS = Pattern.compile(
            "(?<![\\p{L}\\p{N}_@.+-])(?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]*+\\.)++(?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]*+)?+");

    private static final Pattern DOT = Pattern.compile(".", Pattern.LITERAL);

    private Links() {}

    static boolean isIn(String text) {
        return LINK.matcher(text).find()
                || WORD.matcher(text)
                        .results()
                        .anyMatch(word -> word.group(1).isEmpty() && isHostIn(text, word.start(), word.end()));
    }

    private static boolean isHostIn(String text, int start, int end) {
        Matcher labels = LABELS.matcher(text).region(start, end).useTransparentBounds(true);
        while (labels.find()) {
            if (DOT.splitAsStream(labels.group())
                    .skip(1)
                    .anyMatch(label -> TOP_LEVEL.matcher(label).matches())) {
                return true;
            }
        }
        return false;
    }
}
