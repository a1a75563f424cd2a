package dev.linqroutes.files.cell;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Two-letter codes of US states and Canadian provinces. Many are also country codes: {@code IN}, {@code NL}. */
public final class StateCodes {
    private static final Set<String> CODES =
            Set.of(("AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS"
                            + " MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY"
                            + " AB BC MB NB NL NS NT NU ON PE QC SK YT")
                    .split(" "));

    /** {@code 2025550101}, {@code (202) 555-0101}, {@code 1-202-555-0101} */
    private static final Pattern AMERICAN_NUMBER =
            Pattern.compile("(?:1[-. ]?)?\\(?[2-9]\\d{2}\\)?[-. ]?[2-9]\\d{2}[-. ]?\\d{4}");

    private StateCodes() {}

    static boolean isStateCode(String cell) {
        return cell.length() == 2 && CODES.contains(cell.toUpperCase(Locale.ROOT));
    }

    /** Whether the code is a state or province, but not a country. */
    public static boolean isOnlyState(String cell) {
        return CODES.contains(cell) && CountryNames.findRegion(cell).isEmpty();
    }

    /** A warning for a state code that was read as a country with a different numbering plan; empty otherwise. */
    public static Optional<String> describeAmbiguity(String cell, String country) {
        boolean hasOtherNumbers = isStateCode(cell) && !country.equals("CA");
        return hasOtherNumbers
                ? Optional.of("\"" + cell + "\" is read as " + new Locale("", country).getDisplayCountry(Locale.ENGLISH)
                        + ", not as a state or province")
                : Optional.empty();
    }

    public static boolean mayBeAmerican(String number) {
        return AMERICAN_NUMBER.matcher(number).matches();
    }
}
