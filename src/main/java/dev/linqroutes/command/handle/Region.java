package dev.linqroutes.command.handle;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.linqroutes.command.text.Quoting;
import java.util.Locale;
import java.util.Optional;

/** A country of phone numbers without a country code. */
public final class Region {
    private Region() {}

    /** Returns the country code in two capital letters; empty if there is no such country. */
    public static Optional<String> parse(String given) {
        return Optional.of(given.strip().toUpperCase(Locale.ROOT))
                .filter(PhoneNumberUtil.getInstance().getSupportedRegions()::contains);
    }

    /**
     * @throws IllegalArgumentException if there is no such country; the message continues a sentence that starts with the name
     *     of the setting or field
     */
    public static String require(String given) {
        return parse(given)
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be a two-letter country code such as US, is " + Quoting.quote(given)));
    }
}
