package dev.linqroutes.ledger.chat;

import java.util.Locale;

/** The key by which handles are compared: Linq shows an e-mail address with or without capital letters (reference 2.1). */
public final class HandleKey {
    private HandleKey() {}

    public static String of(String handle) {
        return handle.toLowerCase(Locale.ROOT);
    }
}
