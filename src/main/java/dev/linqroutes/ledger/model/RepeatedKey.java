package dev.linqroutes.ledger.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerJson;
import java.util.regex.Pattern;

/**
 * Idempotency keys of calls that are made again on purpose. Linq answers a used key with its first answer (reference 1.3). The key
 * of a call ends with its position; a replay adds {@code -r} and its number, a message that is sent once more {@code -s}.
 */
public final class RepeatedKey {
    private static final String FIELD = "idempotency_key";
    private static final String RESENT = "-s";
    private static final Pattern SUFFIX = Pattern.compile("(-\\d+)(-r\\d+)?(" + RESENT + ")?\\z");

    private RepeatedKey() {}

    /** The key of a replay, in place of that of an earlier attempt. */
    public static String replayed(String key, int replay) {
        return SUFFIX.matcher(key).replaceFirst("$1-r" + replay);
    }

    /** The key of a message that is sent once more. */
    public static String resent(String key) {
        return key + RESENT;
    }

    public static boolean isResent(String key) {
        return key.endsWith(RESENT);
    }

    /** The body of a call with another key. */
    public static String replace(String body, String key, String fresh) {
        JsonNode json = LedgerJson.read(body);
        for (JsonNode content : json.findParents(FIELD)) {
            if (content.get(FIELD).asText().equals(key)) {
                ((ObjectNode) content).put(FIELD, fresh);
            }
        }
        return json.toString();
    }
}
