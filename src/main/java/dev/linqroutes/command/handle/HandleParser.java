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
 * Reads handles as people and their programs write them and gives them as Linq takes them (reference 2.1): numbers in E.164, e-mail
 * addresses in lower case. Whether a number is in use nobody asks: only its country code and its length must be
 * possible.
 */
public final class HandleParser {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final String ANY_REGION = "ZZ";

    /** Reference 2.1: plus and 15 digits; some countries' own plans allow for more. */
    private static final int LONGEST_NUMBER = 16;

    /** An address has up to 320 characters, and a name may stand before it. Longer texts would take too long to take apart. */
    private static final int LONGEST_TEXT = 500;

    /** Digits and what people put between them; with letters the library would read words as digits. */
    private static final Pattern NUMBER =
            Pattern.compile("\\+?[\\p{Nd}\\s\\p{Zs}()\\[\\]./-]*\\p{Nd}[\\s\\p{Zs})\\]]*");

    /** Letters and digits of any language; beside them stands in an address what mail programs still write there. */
    private static final String LETTER = "\\p{L}\\p{M}\\p{N}";

    private static final String DOMAIN_LABEL = "[" + LETTER + "](?:[" + LETTER + "_-]*+(?<!-))";
    private static final Pattern EMAIL = Pattern.compile(
            "[" + LETTER + "!#%&'+=_~.-]{1,64}@(?:" + DOMAIN_LABEL + "\\.)++(?=[^.]*\\p{L})" + DOMAIN_LABEL);

    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile("[\\s\\p{Zs}/&,;]+");

    /** Is what it is, whatever the region; asking the library all the same takes a fifth of the time a sheet takes to read. */
    private static final Pattern AMERICAN = Pattern.compile("\\+1[2-9][0-9]{9}");

    private final Optional<String> region;

    /** @param region whose numbers are understood without a country code, as {@link Region} gives it; without it none are */
    public HandleParser(Optional<String> region) {
        this.region = region;
    }

    /**
     * A handle as it was understood.
     *
     * @param value as Linq takes it; as it was given where there is a problem
     * @param reformatted whether it was written in another way
     * @param alternative what else it may have meant
     * @param problem why it cannot be used
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
        if (visible.length() > LONGEST_TEXT) {
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

    private static Handle refuseSeveral(String given, String what) {
        return Handle.refused(
                given,
                "names several " + what + ", " + Quoting.quote(given) + "; write each as a recipient of its own");
    }

    /** Two zeros begin a country code in most countries; where they do not, they may be meant so all the same. */
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
            return Handle.refused(
                    given,
                    "must begin with + and its country code, unless the country is configured (LINQ_REGION), is "
                            + Quoting.quote(given));
        }
        try {
            PhoneNumber number = NUMBERS.parse(dialled, region.orElse(ANY_REGION));
            return switch (NUMBERS.isPossibleNumberWithReason(number)) {
                case IS_POSSIBLE -> {
                    String e164 = NUMBERS.format(number, PhoneNumberFormat.E164);
                    yield e164.length() > LONGEST_NUMBER
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
     * A spreadsheet that takes a number for one drops its plus. Where people write a zero before a national number, one
     * without it is not clearly national, however possible; elsewhere one that is valid in its country is.
     */
    private Optional<String> findAlternative(String given, PhoneNumber national) {
        if (given.startsWith("+") || given.startsWith("0")) {
            return Optional.empty();
        }
        String international = "+" + PhoneNumberUtil.normalizeDigitsOnly(given);
        boolean isClear = NUMBERS.format(national, PhoneNumberFormat.E164).equals(international)
                || !"0".equals(NUMBERS.getNddPrefixForRegion(region.orElse(ANY_REGION), true))
                        && NUMBERS.isValidNumber(national);
        return isClear || !isValid(international) ? Optional.empty() : Optional.of(international);
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
        return Handle.refused(given, "is no possible phone number: " + reason + ", " + Quoting.quote(given));
    }
}
