package dev.linqroutes.command.handle;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds one handle in texts, however people and programs write it there: a number with or without country code, with any
 * separators and digits; an address in any case, or encoded in a link. A longer number or address that contains it is another one.
 */
public final class HandleFinder {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /** Without its country code, a shorter number of another country may be anything, such as an order number. */
    private static final int MIN_UNMISTAKABLE_DIGITS = 9;

    /** A comma stands in 12,025,550,101, as spreadsheets write it; a backslash before a space in properties. */
    private static final String SEPARATORS = "[ ().,/\\[\\]\\\\-]{0,4}";

    /** Of a longer number that begins like this one; a comma separates two numbers. */
    private static final Pattern MORE_DIGITS = Pattern.compile("[ ()./-]{1,3}([0-9]{1,6})");

    private static final String PLUS_OR_DIAL_OUT = "(?:(?:\\+|00|011)" + SEPARATORS + ")?";

    /** A number that begins with another country code. */
    private static final String NO_COUNTRY_CODE_BEFORE = "(?<!(?:\\+|00)[0-9]{1,3}[ ().,/-]{1,3})";

    /** %20 ends what is before an address in a link. */
    private static final String START_OF_ADDRESS = "(?:(?<![\\p{L}\\p{N}._+-])|(?<=%[0-9a-f]{2}))";

    private static final String END_OF_ADDRESS = "(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])";

    private final Pattern pattern;
    private final Optional<String> number;

    private HandleFinder(Pattern pattern, Optional<String> number) {
        this.pattern = pattern;
        this.number = number;
    }

    /**
     * @param handle in Linq's form, as {@link HandleParser} returns it
     * @param region country of numbers without a country code
     */
    public static HandleFinder of(String handle, Optional<String> region) {
        return handle.contains("@")
                ? new HandleFinder(addressPattern(handle), Optional.empty())
                : new HandleFinder(numberPattern(handle, region), Optional.of(handle));
    }

    private static Pattern addressPattern(String address) {
        int at = address.lastIndexOf('@');
        return Pattern.compile(START_OF_ADDRESS + Pattern.quote(address.substring(0, at)) + "(?:@|%40)"
                + Pattern.quote(address.substring(at + 1)) + END_OF_ADDRESS);
    }

    private static Pattern numberPattern(String e164, Optional<String> region) {
        PhoneNumber number = parse(e164);
        String national = NUMBERS.getNationalSignificantNumber(number);
        String country = NUMBERS.getRegionCodeForCountryCode(number.getCountryCode());
        Optional<String> trunkPrefix = Optional.ofNullable(NUMBERS.getNddPrefixForRegion(country, true))
                .filter(prefix -> !prefix.isEmpty());
        // +49 (0)30: only a zero is written there.
        String withCountryCode = PLUS_OR_DIAL_OUT
                + spaced(Integer.toString(number.getCountryCode()))
                + (trunkPrefix.equals(Optional.of("0")) ? "(?:\\(?0\\)?" + SEPARATORS + ")?" : "");
        boolean hasNationalForm = national.length() >= MIN_UNMISTAKABLE_DIGITS
                || region.map(NUMBERS::getCountryCodeForRegion).equals(Optional.of(number.getCountryCode()));
        String withoutCountryCode = NO_COUNTRY_CODE_BEFORE
                + trunkPrefix.map(prefix -> "(?:" + spaced(prefix) + ")?").orElse("");
        return Pattern.compile("(?<![0-9])\\(?(?:" + withCountryCode + (hasNationalForm ? "|" + withoutCountryCode : "")
                + ")" + spaced(national.substring(0, national.length() - 1)) + national.charAt(national.length() - 1)
                + "(?![0-9])");
    }

    /** Each digit with the separators that may follow it. */
    private static String spaced(String digits) {
        return digits.replaceAll("[0-9]", "$0" + Matcher.quoteReplacement(SEPARATORS));
    }

    private static PhoneNumber parse(String e164) {
        try {
            return NUMBERS.parse(e164, "ZZ");
        } catch (NumberParseException e) {
            throw new IllegalArgumentException("not an E.164 number", e);
        }
    }

    /**
     * The text with a mask in the place of each occurrence, and never longer than before: where there was room for the text, there is
     * for the result. The mask is cut for a handle that is shorter. The same object if there is no occurrence.
     */
    public String mask(String text, String mask) {
        String comparable = comparable(text);
        Matcher matcher = pattern.matcher(comparable);
        StringBuilder masked = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            if (!isStartOfLongerNumber(matcher.toMatchResult(), comparable)) {
                masked.append(text, end, matcher.start())
                        .append(mask, 0, Math.min(mask.length(), matcher.end() - matcher.start()));
                end = matcher.end();
            }
        }
        return end == 0 ? text : masked.append(text, end, text.length()).toString();
    }

    /** 030 12345 67 is another number than 030 12345, but 202 555 0101 5 is none. */
    private boolean isStartOfLongerNumber(MatchResult found, String text) {
        if (number.isEmpty()) {
            return false;
        }
        StringBuilder longer = new StringBuilder(number.get());
        Matcher more = MORE_DIGITS.matcher(text).region(found.end(), text.length());
        while (longer.length() < 16 && more.lookingAt()) {
            longer.append(more.group(1));
            if (longer.length() <= 16 && NUMBERS.isValidNumber(parse(longer.toString()))) {
                return true;
            }
            more.region(more.end(), text.length());
        }
        return false;
    }

    /** The text with the same length, in lower case, with ASCII digits, and one kind of space and hyphen. */
    private static String comparable(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = comparable(characters[i]);
        }
        return new String(characters);
    }

    private static char comparable(char character) {
        if (character < 0x80) {
            return character >= 'A' && character <= 'Z' ? (char) (character + 32) : character;
        }
        return switch (Character.getType(character)) {
            case Character.DECIMAL_DIGIT_NUMBER -> (char) ('0' + Character.digit(character, 10));
            case Character.SPACE_SEPARATOR, Character.FORMAT -> ' ';
            case Character.DASH_PUNCTUATION -> '-';
            case Character.UPPERCASE_LETTER -> fromFullWidth(Character.toLowerCase(character));
            default -> isBulletOrMinus(character) ? '-' : fromFullWidth(character);
        };
    }

    private static boolean isBulletOrMinus(char character) {
        return "\u00B7\u2022\u2027\u2219\u22C5\u25CF\u30FB\uFF65\u2212\u30FC\uFF70\u2043\u2500\u2501".indexOf(character)
                >= 0;
    }

    private static char fromFullWidth(char character) {
        return character >= '\uFF01' && character <= '\uFF5E' ? (char) (character - 0xFEE0) : character;
    }
}
