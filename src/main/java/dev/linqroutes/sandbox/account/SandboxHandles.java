package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.http.ApiError;
import java.util.Locale;
import java.util.regex.Pattern;

/** Validates and normalizes handles of people and lines (reference 2.1). */
public final class SandboxHandles {
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern MAIL = Pattern.compile("[^@\\s]++@[^@\\s]+\\.[^@\\s.]+");

    private SandboxHandles() {}

    public static boolean isNumber(String handle) {
        return NUMBER.matcher(handle).matches();
    }

    /** A handle of a query string: an unescaped plus is decoded as a space. */
    public static String ofQuery(String text) {
        return text.startsWith(" ") ? "+" + text.substring(1) : text;
    }

    /**
     * The normalized form of a handle. Linq does not document it; blocked handles are returned with addresses in lower case.
     *
     * @throws ApiError 400/1002 when it is neither a phone number nor an e-mail address
     */
    public static String normalize(String handle) {
        if (isNumber(handle)) {
            return handle;
        }
        if (handle.length() <= 254 && MAIL.matcher(handle).matches()) {
            return handle.toLowerCase(Locale.ROOT);
        }
        throw new ApiError(400, 1002, "A handle must be an E.164 number or an e-mail address");
    }
}
