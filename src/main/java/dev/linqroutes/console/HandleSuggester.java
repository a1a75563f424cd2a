package dev.linqroutes.console;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Suggests a cell of recipients in which numbers without country code have that of the sending line. */
final class HandleSuggester {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final Pattern PART = Pattern.compile("[^;|,\\n]+");

    private final Optional<String> region;

    /** @param line the line that sends when a row names none; E.164 */
    HandleSuggester(Optional<String> line) {
        this.region = line.flatMap(HandleSuggester::regionOf);
    }

    private static Optional<String> regionOf(String line) {
        try {
            return Optional.ofNullable(NUMBERS.getRegionCodeForCountryCode(
                            NUMBERS.parse(line, null).getCountryCode()))
                    .filter(code -> !code.equals("001"));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** The cell with complete numbers; empty when there is nothing to complete, or a number is not valid there. */
    Optional<String> suggest(String cell) {
        if (region.isEmpty()) {
            return Optional.empty();
        }
        String suggested = PART.matcher(cell).replaceAll(part -> Matcher.quoteReplacement(complete(part.group())));
        return Optional.of(suggested).filter(each -> !each.equals(cell));
    }

    private String complete(String part) {
        String number = part.strip();
        if (number.startsWith("+") || number.contains("@") || number.isEmpty()) {
            return part;
        }
        try {
            PhoneNumber parsed = NUMBERS.parse(number, region.get());
            return NUMBERS.isValidNumber(parsed) ? NUMBERS.format(parsed, PhoneNumberFormat.E164) : part;
        } catch (NumberParseException e) {
            return part;
        }
    }
}
