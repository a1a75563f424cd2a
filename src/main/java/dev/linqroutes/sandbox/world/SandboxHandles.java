package dev.linqroutes.sandbox.world;

import dev.linqroutes.sandbox.http.ApiError;
import java.util.Locale;
import java.util.regex.Pattern;

/** What may stand for a person or a line (reference 2.1). */
public final class SandboxHandles {
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern MAIL = Pattern.compile("[^@\\s]++@[^@\\s]+\\.[^@\\s.]+");

    private SandboxHandles() {}

    public static boolean isNumber(String handle) {
        return NUMBER.matcher(handle).matches();
    }

    /**
     * The form a handle is kept and compared in. Linq does not document its normalisation; lower case for addresses is
     * what blocked handles come back in.
     *
     * @throws ApiError 400/1002 when it is neither a number nor an address
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
