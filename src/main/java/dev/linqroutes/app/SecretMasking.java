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
 * Keeps secrets out of the log, whoever writes them there: what stands behind a name that tells of a secret, and the values of
 * this program's own secrets wherever they stand. Libraries print headers, properties and URLs as soon as somebody raises
 * their level.
 */
public final class SecretMasking {
    /** A shorter value may be a common word, which would be masked all over the log; its name masks it all the same. */
    private static final int MIN_LENGTH = 8;

    private static final String MASK = "…";
    private static final String NAMES =
            "api[-_. ]?key|secret|passw(?:or)?d|passphrase|token|credential|private[-_. ]?key|access[-_. ]?key|pwd";

    /** What may stand behind a name: =, whatever the name ends in, [0] for instance. */
    private static final String EQUALS = "[\\w.\\[-]{0,20}+[\\\\\"'\\]]{0,4}+\\s{0,3}+=";

    /** A colon stands behind any word, such as the name of a file or a group: only behind what is surely a key it counts. */
    private static final String COLON = "[\\w\\[\\]]{0,4}+[\\\\\"'\\]]{0,4}+\\s{0,3}+:";

    private static final String COLON_BEHIND_QUOTE = "[\\w.\\[\\]-]{0,20}+[\\\\]{0,3}+[\"']\\s{0,3}+:";

    /** It ends where a space or another name comes. A password may hold a comma. */
    private static final String UNQUOTED =
            "[^\\s\"'\\\\,;&)\\]}]++" + "(?:[,;&)\\]}]{1,3}+(?![\\w.-]{1,40}+\\s?[=:])[^\\s\"'\\\\,;&)\\]}]++)*+";

    private static final String AUTHORIZATION =
            "authorization[\\\\\"'\\]]{0,4}+\\s{0,3}+[=:]\\s{0,3}+[\\\\\"'\\[({]{0,4}+";
    private static final String CREDENTIAL = "[^\\s\"'\\\\,;\\]})]++";

    /** As Digest has them: username="u", response="x". */
    private static final String PARAMETER = "[\\w-]{1,40}+\\s?=\\s?(?:\\\\{0,3}+\"[^\"]{0,4000}+\"?+|[^\\s\"'\\\\,]++)";

    /**
     * Each alternative keeps its first group. The lookahead only saves time. Nothing before a value is longer than some 60
     * characters, and a value is passed a few times at most, so the time is linear in the text.
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
            // Of another scheme.
            + "|(" + AUTHORIZATION + ")" + CREDENTIAL + "(?:\\s{1,3}+" + CREDENTIAL + ")?+"
            + "|(whsec_)[\\w+/=-]++"
            + "|(://[^\\s/@:\"']{0,100}+:)[^\\s/@\"']{1,200}+(?=@))");

    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(?:" + NAMES + "|jaas).*");

    /**
     * PWD is the folder a shell is in. Kubernetes tells every process the addresses of all services, which may be called
     * token-service: {@code TOKEN_SERVICE_PORT_80_TCP_ADDR}.
     */
    private static final Pattern HARMLESS_NAME = Pattern.compile(
            "(?i)(?:old)?pwd|.*(?:file|dir|directory|path|location|ur[il]|endpoint|host|address|name|class|type|algorithm|enabled)"
                    + "|.*[._-](?:port|addr|proto)|.*_port_\\d+_(?:tcp|udp|sctp)");

    private static final Pattern QUOTED = Pattern.compile("(?i)(?:" + NAMES + ")\\w*\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern IN_URL = Pattern.compile("(?i)[?&;](?:password|pwd)=([^&;]*)|://[^/@:]*:([^/@]*)@");

    private static volatile List<String> knownSecrets = List.of();

    private SecretMasking() {}

    /** Without what stands behind a name, in a header or in a URL where secrets stand. */
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

    /** Without the values that are to be hidden. */
    static String maskKnown(String text) {
        String masked = text;
        for (String value : knownSecrets) {
            if (masked.contains(value)) {
                masked = masked.replace(value, MASK);
            }
        }
        return masked;
    }

    /** Hides these from now on, for the rest of the process. */
    static synchronized void addSecrets(Collection<String> secrets) {
        Set<String> all = new LinkedHashSet<>(knownSecrets);
        all.addAll(secrets);
        // The longest first: one may be the beginning of another.
        knownSecrets = all.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** The secrets among settings, by the names of these, in each form in which they may be printed. */
    static List<String> findSecrets(Map<String, String> settings) {
        List<String> secrets = new ArrayList<>();
        settings.forEach((name, value) -> {
            secrets.addAll(groups(IN_URL, value));
            if (SECRET_NAME.matcher(name).matches()
                    && !HARMLESS_NAME.matcher(name).matches()) {
                List<String> quoted = groups(QUOTED, value);
                secrets.addAll(quoted);
                if (quoted.isEmpty()) {
                    // Several with a comma between, or one that holds a comma.
                    secrets.add(value);
                    secrets.addAll(List.of(value.split(",")));
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
            // It is no percent encoding, so there is no other form.
            return secret;
        }
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(SecretMasking::kept).toList();
    }

    /** An error for whoever started the program, in one line: this goes where the log goes. */
    public static String maskError(String message) {
        return ControlCharacters.escaped(maskNamed(maskKnown(message)));
    }
}
