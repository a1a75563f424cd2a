package dev.linqroutes.app;

import dev.linqroutes.command.text.ControlCharacters;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keeps secrets out of the log, whatever component logs them: masks values that follow the name of a secret, and the values of
 * the configured secrets anywhere. Libraries log headers, properties and URLs at lower log levels.
 */
public final class SecretMasking {
    /** A shorter value may be a common word, which would be masked everywhere; it is still masked after its name. */
    private static final int MIN_LENGTH = 8;

    private static final String MASK = "…";
    private static final String NAMES =
            "api[-_. ]?key|secret|passw(?:or)?d|passphrase|token|credential|private[-_. ]?key|access[-_. ]?key|pwd";

    /** An equals sign after a name, which may end in [0] or the like. */
    private static final String EQUALS = "[\\w.\\[-]{0,20}+[\\\\\"'\\]]{0,4}+\\s{0,3}+=";

    /** A colon may follow any word, such as a file or group name, so it counts only after a key. */
    private static final String COLON = "[\\w\\[\\]]{0,4}+[\\\\\"'\\]]{0,4}+\\s{0,3}+:";

    private static final String COLON_BEHIND_QUOTE = "[\\w.\\[\\]-]{0,20}+[\\\\]{0,3}+[\"']\\s{0,3}+:";

    /** Ends before a space or another name. A password may contain a comma. */
    private static final String UNQUOTED =
            "[^\\s\"'\\\\,;&)\\]}]++" + "(?:[,;&)\\]}]{1,3}+(?![\\w.-]{1,40}+\\s?[=:])[^\\s\"'\\\\,;&)\\]}]++)*+";

    private static final String AUTHORIZATION =
            "authorization[\\\\\"'\\]]{0,4}+\\s{0,3}+[=:]\\s{0,3}+[\\\\\"'\\[({]{0,4}+";
    private static final String CREDENTIAL = "[^\\s\"'\\\\,;\\]})]++";

    /** Parameters of Digest authentication: username="u", response="x". */
    private static final String PARAMETER = "[\\w-]{1,40}+\\s?=\\s?(?:\\\\{0,3}+\"[^\"]{0,4000}+\"?+|[^\\s\"'\\\\,]++)";

    /**
     * The first group of each alternative is kept. The lookahead is an optimization. Text before a value is limited to about 60
     * characters and a value is scanned a few times at most, so the time is linear in the text.
     */
    private static final Pattern SECRET = Pattern.compile("(?i)(?=[abcpstw:])(?:"
            // NAME = value, "NAME": "value", NAME=\"value\", NAME[0]: value
            + "((?:" + NAMES + ")(?:" + EQUALS + "|" + COLON + "|" + COLON_BEHIND_QUOTE + ")\\s{0,3}+[\\\\\"']{1,4}+)"
            + "[^\"'\\\\]++"
            + "|((?:" + NAMES + ")(?:" + EQUALS + "|" + COLON + ")\\s{0,3}+)" + UNQUOTED
            + "|(bearer\\s{1,3}+)[\\w.~+/=-]{8,}+"
            + "|(" + AUTHORIZATION + ")(?:(?!bearer|basic)[a-z][\\w-]{2,30}+\\s{1,3}+)?+"
            + PARAMETER + "(?:\\s{0,3}+,\\s{0,3}+" + PARAMETER + ")*+"
            + "|(" + AUTHORIZATION + "(?:bearer|basic)\\s{1,3}+)" + CREDENTIAL
            // Another authentication scheme.
            + "|(" + AUTHORIZATION + ")" + CREDENTIAL + "(?:\\s{1,3}+" + CREDENTIAL + ")?+"
            + "|(whsec_)[\\w+/=-]++"
            + "|(://[^\\s/@:\"']{0,100}+:)[^\\s/@\"']{1,200}+(?=@))");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(?:" + NAMES + "|jaas|otlp(?:[._]traces)?[._]headers).*");

    /**
     * PWD is the shell's working directory. Kubernetes sets variables with the addresses of all services, which may have names such
     * as token-service: {@code TOKEN_SERVICE_PORT_80_TCP_ADDR}.
     */
    private static final Pattern HARMLESS_NAME = Pattern.compile(
            "(?i)(?:old)?pwd|.*(?:file|dir|directory|path|location|ur[il]|endpoint|host|address|name|class|type|algorithm|enabled)"
                    + "|.*[._-](?:port|addr|proto)|.*_port_\\d+_(?:tcp|udp|sctp)");

    private static final Pattern QUOTED = Pattern.compile("(?i)(?:" + NAMES + ")\\w*\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern IN_URL = Pattern.compile("(?i)[?&;](?:password|pwd)=([^&;]*)|://[^/@:]*:([^/@]*)@");

    private static volatile List<String> knownSecrets = List.of();

    private SecretMasking() {}

    /** Masks values after names of secrets, in authorization headers and in URLs. */
    static String maskNamed(String text) {
        return SECRET.matcher(text).replaceAll(found -> Matcher.quoteReplacement(kept(found) + MASK));
    }

    private static String kept(MatchResult found) {
        return IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(found::group)
                .filter(group -> group != null)
                .findFirst()
                .orElse("");
    }

    /** Masks the registered secrets. */
    static String maskKnown(String text) {
        String masked = text;
        for (String value : knownSecrets) {
            if (masked.contains(value)) {
                masked = masked.replace(value, MASK);
            }
        }
        return masked;
    }

    /** Registers secrets, for the rest of the process. */
    static synchronized void addSecrets(Collection<String> secrets) {
        Set<String> all = new LinkedHashSet<>(knownSecrets);
        all.addAll(secrets);
        // Longest first: one may be a prefix of another.
        knownSecrets = all.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** Whether the value of a setting or variable of this name is a secret. */
    static boolean isSecretName(String name) {
        return SECRET_NAME.matcher(name).matches()
                && !HARMLESS_NAME.matcher(name).matches();
    }

    /** The secrets among the settings, found by name, in every encoding in which they may be logged. */
    static List<String> findSecrets(Map<String, String> settings) {
        List<String> secrets = new ArrayList<>();
        settings.forEach((name, value) -> {
            secrets.addAll(groups(IN_URL, value));
            if (isSecretName(name)) {
                List<String> quoted = groups(QUOTED, value);
                secrets.addAll(quoted);
                if (quoted.isEmpty()) {
                    // Several separated by commas, or one that contains a comma; each may be the value of a header:
                    // name=value.
                    secrets.add(value);
                    for (String each : value.split(",")) {
                        secrets.add(each);
                        secrets.add(each.substring(each.indexOf('=') + 1));
                    }
                }
            }
        });
        return secrets.stream()
                .map(String::strip)
                .flatMap(SecretMasking::encodings)
                .filter(secret -> secret.length() >= MIN_LENGTH)
                .distinct()
                .toList();
    }

    private static Stream<String> encodings(String secret) {
        String withoutPrefix = secret.startsWith("whsec_") ? secret.substring("whsec_".length()) : secret;
        return Stream.of(secret, withoutPrefix)
                .flatMap(form -> Stream.of(form, URLEncoder.encode(form, StandardCharsets.UTF_8), decoded(form)));
    }

    private static String decoded(String secret) {
        try {
            return URLDecoder.decode(secret, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not percent-encoded, so there is no other form.
            return secret;
        }
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(SecretMasking::kept).toList();
    }

    /** A masked error message for stderr, in one line. */
    public static String maskError(String message) {
        return ControlCharacters.escaped(maskNamed(maskKnown(message)));
    }
}
