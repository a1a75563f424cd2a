package dev.linqroutes.command.handle;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.linqroutes.command.text.Quoting;
import java.util.Locale;
import java.util.Optional;

/** A country whose phone numbers are understood without a country code. */
public final class Region {
    private Region() {}

    /** Its name as numbers are read by it, two capital letters; empty when there is no such country. */
    public static Optional<String> parse(String given) {
        return Optional.of(given.strip().toUpperCase(Locale.ROOT))
                .filter(PhoneNumberUtil.getInstance().getSupportedRegions()::contains);
    }

    /**
     * The same.
     *
     * @throws IllegalArgumentException when there is no such country; the message continues the name of what was given
     */
    public static String require(String given) {
        return parse(given)
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be a country of two letters such as US, is " + Quoting.quote(given)));
    }
}
