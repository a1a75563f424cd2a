package dev.linqroutes.command;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Locale;

/** A country whose phone numbers are understood without a country code. */
public final class Region {
    private Region() {}

    /**
     * Its name as it is known to {@link Handles}: two capital letters.
     *
     * @throws IllegalArgumentException when there is no such country; the message continues the name of what was given
     */
    public static String named(String given) {
        String name = given.strip().toUpperCase(Locale.ROOT);
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(name)) {
            throw new IllegalArgumentException(
                    "must be a country of two letters such as US, is " + Shown.quoted(given));
        }
        return name;
    }
}
