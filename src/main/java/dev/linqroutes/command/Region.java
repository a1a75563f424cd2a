package dev.linqroutes.command;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Locale;
import java.util.Optional;

/** A country whose phone numbers are understood without a country code. */
public final class Region {
    private Region() {}

    /** Its name as numbers are read by it, two capital letters; empty when there is no such country. */
    public static Optional<String> read(String given) {
        return Optional.of(given.strip().toUpperCase(Locale.ROOT))
                .filter(PhoneNumberUtil.getInstance().getSupportedRegions()::contains);
    }

    /**
     * The same.
     *
     * @throws IllegalArgumentException when there is no such country; the message continues the name of what was given
     */
    public static String named(String given) {
        return read(given)
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be a country of two letters such as US, is " + Shown.quoted(given)));
    }
}
