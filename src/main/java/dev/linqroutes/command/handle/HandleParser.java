package dev.linqroutes.command.handle;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.linqroutes.command.text.Quoting;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses handles in the formats of people and programs and converts them to Linq's form (reference 2.1): numbers in E.164,
 * e-mail addresses in lower case. A number must have a possible country code and length; whether it is in use is not checked.
 */
public final class HandleParser {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final String ANY_REGION = "ZZ";

    /** The beginning of the reason where a number needs a country. */
    public static final String COUNTRY_UNKNOWN =
            "must begin with + and its country code, unless the country is configured (LINQ_REGION)";

    /** Reference 2.1: plus sign and 15 digits. The numbering plans of some countries allow more. */
    private static final int MAX_NUMBER_LENGTH = 16;

    /** An address has at most 320 characters and a name before it. Parsing longer texts would take too long. */
    private static final int MAX_TEXT_LENGTH = 500;

    /** Digits and separators. With letters, the library would convert words to digits. */
    private static final Pattern NUMBER =
            Pattern.compile("\\+?[\\p{Nd}\\s\\p{Zs}()\\[\\]./-]*\\p{Nd}[\\s\\p{Zs})\\]]*");

    /** Letters and digits of any language. */
    private static final String LETTER = "\\p{L}\\p{M}\\p{N}";

    private static final String DOMAIN_LABEL = "[" + LETTER + "](?:[" + LETTER + "_-]*+(?<!-))";
    private static final Pattern EMAIL = Pattern.compile(
            "[" + LETTER + "!#%&'+=_~.-]{1,64}@(?:" + DOMAIN_LABEL + "\\.)++(?=[^.]*\\p{L})" + DOMAIN_LABEL);

    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile("[\\s\\p{Zs}/&,;]+");

    /**
     * A number of North America in E.164, which is the same in every region. Without the library, a file is read in four fifths
     * of the time.
     */
    private static final Pattern AMERICAN = Pattern.compile("\\+1[2-9][0-9]{9}");

    private final Optional<String> region;

    /** @param region country of numbers without a country code, from {@link Region}; if empty, such numbers are refused */
    public HandleParser(Optional<String> region) {
        this.region = region;
    }

    /**
     * A parsed handle.
     *
     * @param value in Linq's form; as given if there is a problem
     * @param reformatted whether the given text differs from the value
     * @param alternative another number that may have been meant
     * @param problem why the handle cannot be used
     */
    public record Handle(String value, boolean reformatted, Optional<String> alternative, Optional<String> problem) {
        static Handle refused(String given, String problem) {
            return new Handle(given, false, Optional.empty(), Optional.of(problem));
        }
    }

    public Handle parse(String given) {
        if (AMERICAN.matcher(given).matches()) {
            return new Handle(given, false, Optional.empty(), Optional.empty());
        }
        String visible = HandleUnwrapper.stripInvisible(given);
        if (visible.length() > MAX_TEXT_LENGTH) {
            return refuseUnknown(visible);
        }
        String text = HandleUnwrapper.unwrap(visible);
        if (text.contains("@")) {
            return EMAIL.matcher(text).matches()
                    ? address(visible, text.toLowerCase(Locale.ROOT))
                    : refuseAddress(visible);
        }
        String number = HandleUnwrapper.normalizeNumber(text);
        if (MultipleNumbersDetector.hasTwoCountryCodes(number)) {
            return refuseSeveral(visible, "numbers");
        }
        if (!NUMBER.matcher(number).matches()) {
            return refuseUnknown(visible);
        }
        return MultipleNumbersDetector.hasSeveral(number, this::isValid)
                ? refuseSeveral(visible, "numbers")
                : parseNumber(visible, number);
    }

    private static Handle address(String given, String address) {
        boolean reformatted = !address.equals(given.toLowerCase(Locale.ROOT));
        return new Handle(address, reformatted, Optional.empty(), Optional.empty());
    }

    private static Handle refuseAddress(String given) {
        long addresses = Stream.of(BETWEEN_ADDRESSES.split(given))
                .filter(part -> EMAIL.matcher(part).matches())
                .count();
        return addresses > 1 ? refuseSeveral(given, "addresses") : refuseUnknown(given);
    }

    private static Handle refuseSeveral(String given, String kind) {
        return Handle.refused(
                given,
                "contains several " + kind + ", " + Quoting.quote(given) + "; list each as a separate recipient");
    }

    /** Two zeros start a country code in most countries. Elsewhere they are accepted if the number is invalid otherwise. */
    private Handle parseNumber(String given, String number) {
        Handle national = parseDialled(given, number);
        if (national.problem().isEmpty() || !number.startsWith("00")) {
            return national;
        }
        Handle international = parseDialled(given, "+" + number.substring(2));
        return international.problem().isEmpty()
                ? new Handle(international.value(), true, Optional.empty(), Optional.empty())
                : national;
    }

    private static Handle refuseUnknown(String given) {
        return Handle.refused(
                given, "must be an E.164 number such as +12025550123 or an e-mail address, is " + Quoting.quote(given));
    }

    private Handle parseDialled(String given, String dialled) {
        if (!dialled.startsWith("+") && region.isEmpty()) {
            return Handle.refused(given, COUNTRY_UNKNOWN + ", is " + Quoting.quote(given));
        }
        try {
            PhoneNumber number = NUMBERS.parse(dialled, region.orElse(ANY_REGION));
            return switch (NUMBERS.isPossibleNumberWithReason(number)) {
                case IS_POSSIBLE -> {
                    String e164 = NUMBERS.format(number, PhoneNumberFormat.E164);
                    yield e164.length() > MAX_NUMBER_LENGTH
                            ? refuseNumber(given, "it is too long")
                            : new Handle(e164, !e164.equals(given), findAlternative(dialled, number), Optional.empty());
                }
                case IS_POSSIBLE_LOCAL_ONLY -> refuseNumber(given, "it lacks its area code");
                case TOO_SHORT -> refuseNumber(given, "it is too short");
                case TOO_LONG -> refuseNumber(given, "it is too long");
                case INVALID_LENGTH -> refuseNumber(given, "no number there has " + digits(number) + " digits");
                case INVALID_COUNTRY_CODE -> refuseNumber(given, "there is no such country code");
            };
        } catch (NumberParseException e) {
            return refuseNumber(
                    given,
                    switch (e.getErrorType()) {
                        case INVALID_COUNTRY_CODE -> "there is no such country code";
                        case TOO_LONG -> "it is too long";
                        case NOT_A_NUMBER, TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> "it is too short";
                    });
        }
    }

    /**
     * Finds the international number that may have been meant: a spreadsheet drops the plus sign of a number. In countries with
     * a trunk prefix of zero, a number without the zero is ambiguous. Elsewhere a number that is valid in the country is
     * unambiguous.
     */
    private Optional<String> findAlternative(String given, PhoneNumber national) {
        if (given.startsWith("+") || given.startsWith("0")) {
            return Optional.empty();
        }
        String international = "+" + PhoneNumberUtil.normalizeDigitsOnly(given);
        boolean isUnambiguous = NUMBERS.format(national, PhoneNumberFormat.E164).equals(international)
                || !"0".equals(NUMBERS.getNddPrefixForRegion(region.orElse(ANY_REGION), true))
                        && NUMBERS.isValidNumber(national);
        return isUnambiguous || !isValid(international) ? Optional.empty() : Optional.of(international);
    }

    private boolean isValid(String number) {
        try {
            String dialled = number.startsWith("00") ? "+" + number.substring(2) : number;
            return NUMBERS.isValidNumber(NUMBERS.parse(dialled, region.orElse(ANY_REGION)));
        } catch (NumberParseException e) {
            return false;
        }
    }

    private static int digits(PhoneNumber number) {
        return NUMBERS.getNationalSignificantNumber(number).length();
    }

    private static Handle refuseNumber(String given, String reason) {
        return Handle.refused(given, "is not a possible phone number: " + reason + ", " + Quoting.quote(given));
    }
}
