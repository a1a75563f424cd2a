package dev.linqroutes.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hides secrets in what is logged or shown, and leaves what a developer looks for: the scheme of an Authorization header, the names of
 * parameters, the version of webhooks.
 */
public final class SecretMask {
    /** What stands in place of a secret. */
    public static final String HIDDEN = "(hidden)";

    /** Of headers, parameters and fields. Tokens of pages are none. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?!.*page).*(?:authori[sz]ation|cookie|secret|passw|signature|credential|token|(?:api|access|private)[-_]?key).*"
                    + "|key|sig|auth|pwd|jwt",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern URL_NAME = Pattern.compile("(?:.*_)?url", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCHEME = Pattern.compile("(Bearer|Basic|Digest) .*", Pattern.CASE_INSENSITIVE);
    private static final Pattern CREDENTIALS = Pattern.compile("^([^/?#]*//)[^/?#]*@");
    private static final Pattern URL = Pattern.compile("https?://[^\\s\"'<>]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern SIGNING_SECRET = Pattern.compile("whsec_[\\w+/=-]+");

    private SecretMask() {}

    public static String header(String name, String value) {
        if (!isSecret(name)) {
            return value;
        }
        return SCHEME.matcher(value).matches() ? value.substring(0, value.indexOf(' ') + 1) + HIDDEN : HIDDEN;
    }

    /** @param query without its question mark */
    public static String query(String query) {
        return query(query, SecretMask::isSecret);
    }

    /** Nothing is known of the parameters of a customer's webhook endpoint, so all but the version may be secrets. */
    public static String targetUrl(String url) {
        return url(url, name -> !name.equals("version"));
    }

    /** Text that may contain target URLs, such as the message of an exception. */
    public static String text(String text) {
        String masked = URL.matcher(text).replaceAll(match -> Matcher.quoteReplacement(targetUrl(match.group())));
        return SIGNING_SECRET.matcher(masked).replaceAll("whsec_" + HIDDEN);
    }

    /** Hides the secrets in this JSON itself. */
    public static JsonNode json(JsonNode json) {
        if (json instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isTextual()) {
                    object.put(
                            field.getKey(),
                            field(field.getKey(), field.getValue().textValue()));
                }
            }
        }
        json.forEach(SecretMask::json);
        return json;
    }

    private static String field(String name, String value) {
        if (name.equals("target_url")) {
            return targetUrl(value);
        }
        if (URL_NAME.matcher(name).matches()) {
            return url(value, SecretMask::isSecret);
        }
        return isSecret(name) ? HIDDEN : value;
    }

    private static String url(String url, Predicate<String> isSecret) {
        String[] fragment =
                CREDENTIALS.matcher(url).replaceFirst("$1" + HIDDEN + "@").split("#", 2);
        String[] query = fragment[0].split("\\?", 2);
        return query[0]
                + (query.length == 2 ? "?" + query(query[1], isSecret) : "")
                + (fragment.length == 2 ? "#" + query(fragment[1], isSecret) : "");
    }

    /** Parameters, also of a fragment. */
    private static String query(String query, Predicate<String> isSecret) {
        return Stream.of(query.split("&", -1))
                .map(parameter -> parameter(parameter, isSecret))
                .collect(Collectors.joining("&"));
    }

    private static String parameter(String parameter, Predicate<String> isSecret) {
        int nameAndEquals = parameter.indexOf('=') + 1;
        String name = nameAndEquals == 0 ? parameter : parameter.substring(0, nameAndEquals - 1);
        return name.isEmpty() || !isSecret.test(name) ? parameter : parameter.substring(0, nameAndEquals) + HIDDEN;
    }

    private static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).matches();
    }
}
