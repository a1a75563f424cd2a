package dev.linqroutes.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use the console.
 *
 * @param isLocal whether the port can be reached from this machine only
 * @param token of those who may operate; empty for none
 * @param viewToken of those who may only look; empty for none
 * @param userHeader header in which a proxy names the user; empty without a proxy
 * @param operators names of those users who may operate; the others may only look
 */
public record AccessRules(
        boolean isLocal,
        Optional<String> token,
        Optional<String> viewToken,
        Optional<String> userHeader,
        Set<String> operators) {
    private static final int MIN_TOKEN_LENGTH = 16;

    /** @throws IllegalArgumentException when a token can be guessed; the message names the setting, not the token */
    public AccessRules {
        operators = Set.copyOf(operators);
        requireLong("console.token (CONSOLE_TOKEN)", token);
        requireLong("console.view-token (CONSOLE_VIEW_TOKEN)", viewToken);
        if (token.isPresent() && token.equals(viewToken)) {
            throw new IllegalArgumentException(
                    "settings console.token (CONSOLE_TOKEN) and console.view-token (CONSOLE_VIEW_TOKEN) must differ");
        }
    }

    private static void requireLong(String setting, Optional<String> token) {
        if (token.filter(each -> each.length() < MIN_TOKEN_LENGTH).isPresent()) {
            throw new IllegalArgumentException("setting " + setting + " must have at least " + MIN_TOKEN_LENGTH
                    + " characters; make one with: openssl rand -hex 16");
        }
    }

    /** Whether a host name or address is that of this machine only. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    boolean hasToken() {
        return token.isPresent() || viewToken.isPresent();
    }

    /** Whether everybody on this machine may operate: nothing else was configured. */
    boolean isOpenLocally() {
        return isLocal && !hasToken() && userHeader.isEmpty();
    }

    /** Whether nobody can use it: it can be reached from elsewhere, and nothing says who may. */
    boolean isClosed() {
        return !isLocal && !hasToken();
    }
}
