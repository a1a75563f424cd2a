package dev.linqroutes.ledger.chat;

import java.util.Locale;

/** The key by which handles are compared: e-mail addresses are compared ignoring case (reference 2.1). */
public final class HandleKey {
    private HandleKey() {}

    public static String of(String handle) {
        return handle.toLowerCase(Locale.ROOT);
    }
}
