package dev.linqroutes.sandbox.record;

import dev.linqroutes.sandbox.http.SecretMask;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A command of a shell that makes a request again, byte for byte, with {@code $LINQ_API_KEY} in place of the key and without
 * secrets. Whatever the request holds is data to the shell: it is quoted, and what a terminal could act on is written as octal
 * numbers.
 */
final class CurlCommand {
    /** curl makes them itself, or they are secret. */
    private static final Set<String> OMITTED = Set.of(
            "authorization",
            "host",
            "content-length",
            "connection",
            "accept-encoding",
            "expect",
            "transfer-encoding",
            "user-agent",
            "upgrade",
            "http2-settings");

    /** Nothing to a shell, to {@code printf} and to a terminal. */
    private static final String HARMLESS = "_.,:;/?&=@+*{}[] ";

    /** Curl expands patterns and shortens paths. */
    private static final Pattern REWRITTEN = Pattern.compile("[\\[\\]{}]|/\\.");

    private static final Pattern LETTERS = Pattern.compile("[A-Z]+");

    private static final String NEXT_LINE = " \\\n  ";

    private CurlCommand() {}

    /** @param root of the sandbox, without a slash at the end */
    static String of(LoggedRequest request, String root) {
        LoggedBody body = request.body();
        List<String> lines = new ArrayList<>();
        String query = request.queryWithoutSecrets();
        String url = root + request.path() + (query.isEmpty() ? "" : "?" + query);
        lines.add("curl " + (REWRITTEN.matcher(url).find() ? "-g --path-as-is " : "") + method(request.method()) + " "
                + argument(url));
        lines.add("-H \"Authorization: Bearer $LINQ_API_KEY\"");
        lines.addAll(headers(request));
        if (body.isCut()) {
            // Without the file curl would send an empty body.
            return "ls whole-body.json &&\n" + joined(lines, "--data-binary @whole-body.json");
        }
        if (body.length() == 0) {
            return String.join(NEXT_LINE, lines);
        }
        byte[] shown = body.withoutSecrets();
        return isPlain(shown)
                ? joined(lines, "--data-raw " + quote(new String(shown, StandardCharsets.UTF_8)))
                : printf(shown) + " |\n" + joined(lines, "--data-binary @-");
    }

    /** Whether the request had secrets besides its key. Headers are left out, others are shown as hidden. */
    static boolean lacksSecrets(LoggedRequest request) {
        List<String> headers = request.headers().withoutSecrets();
        return !request.query().equals(request.queryWithoutSecrets())
                || request.body().hasSecrets()
                || IntStream.iterate(0, index -> index < headers.size(), index -> index + 2)
                        .anyMatch(index -> isRepeated(headers.get(index)) && isHidden(headers.get(index + 1)));
    }

    private static boolean isRepeated(String header) {
        return !OMITTED.contains(header.toLowerCase(Locale.ROOT));
    }

    private static boolean isHidden(String value) {
        return value.endsWith(SecretMask.HIDDEN);
    }

    private static String joined(List<String> lines, String last) {
        return String.join(NEXT_LINE, lines) + NEXT_LINE + last;
    }

    /** With {@code -X HEAD} curl would wait for a body. */
    private static String method(String method) {
        if (method.equals("HEAD")) {
            return "--head";
        }
        return "-X " + (LETTERS.matcher(method).matches() ? method : quote(method));
    }

    private static List<String> headers(LoggedRequest request) {
        List<String> options = new ArrayList<>();
        boolean typed = false;
        List<String> headers = request.headers().withoutSecrets();
        for (int index = 0; index < headers.size(); index += 2) {
            String name = headers.get(index);
            String value = headers.get(index + 1);
            typed |= name.equalsIgnoreCase("Content-Type");
            if (isRepeated(name) && !isHidden(value)) {
                // A colon without a value would remove the header.
                options.add("-H " + argument(value.isEmpty() ? name + ";" : name + ": " + value));
            }
        }
        if (!typed && request.body().length() > 0) {
            options.add("-H 'Content-Type:'");
        }
        return options;
    }

    private static String argument(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return isPlain(text.getBytes(StandardCharsets.UTF_8)) ? quote(text) : "\"$(" + printf(bytes) + ")\"";
    }

    /** Whether it is text that a terminal takes as it is: a pasted escape sequence or tabulator could do something else. */
    private static boolean isPlain(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .chars()
                    .allMatch(character -> character == '\n' || !Character.isISOControl(character));
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String printf(byte[] bytes) {
        StringBuilder format = new StringBuilder("printf '");
        for (byte each : bytes) {
            char character = (char) (each & 0xFF);
            boolean harmless =
                    character < 0x80 && (Character.isLetterOrDigit(character) || HARMLESS.indexOf(character) >= 0);
            format.append(harmless ? String.valueOf(character) : String.format(Locale.ROOT, "\\%03o", each & 0xFF));
        }
        return format.append('\'').toString();
    }
}
