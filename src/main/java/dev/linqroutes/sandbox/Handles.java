package dev.linqroutes.sandbox;

import java.util.Locale;
import java.util.regex.Pattern;

/** What may stand for a person or a line (reference 2.1). */
final class Handles {
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern MAIL = Pattern.compile("[^@\\s]++@[^@\\s]+\\.[^@\\s.]+");

    private Handles() {}

    static boolean isNumber(String handle) {
        return NUMBER.matcher(handle).matches();
    }

    /**
     * The form a handle is kept and compared in. Linq does not document its normalisation; lower case for addresses is
     * what blocked handles come back in.
     *
     * @throws Refusal 400/1002 when it is neither a number nor an address
     */
    static String normal(String handle) {
        if (isNumber(handle)) {
            return handle;
        }
        if (handle.length() <= 254 && MAIL.matcher(handle).matches()) {
            return handle.toLowerCase(Locale.ROOT);
        }
        throw new Refusal(400, 1002, "A handle must be an E.164 number or an e-mail address");
    }
}
