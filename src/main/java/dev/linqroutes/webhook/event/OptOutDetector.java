package dev.linqroutes.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognizes opt-out words such as STOP in group messages, which Linq does not handle (reference 2.15). Linq itself, in direct
 * chats, requires capitals; the rules of carriers and of the FCC (47 CFR 64.1200(a)(10)) ignore case, and telephone keyboards
 * write "Stop".
 */
final class OptOutDetector {
    /** The word with some punctuation and emojis; a longer text is not only an opt-out word. */
    private static final int MAX_LENGTH = 200;

    private static final Pattern WORDS =
            Pattern.compile("(?i)stop|stop[ -]{0,3}all|unsubscribe|opt[ -]{0,3}out|cancel|end|quit|revoke");

    /** Latin (normalized from full-width), Arabic, Armenian, reversed, interrobang, emojis. */
    private static final String QUESTION_MARKS = "?\u061F\u055E\u2E2E\u203D\u2753\u2754";

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}\\p{Cn}\\uFE00-\\uFE0F\\u034F&&[^\\s]]");
    private static final Pattern SPACES = Pattern.compile("(?U)\\s+");
    private static final Pattern DASHES = Pattern.compile("\\p{Pd}");

    private OptOutDetector() {}

    /**
     * The opt-out word as written, if a message outside a direct chat consists of nothing else but punctuation and emojis. A question is
     * not an opt-out.
     */
    static Optional<String> detect(String type, JsonNode data) {
        if (!type.equals("message.received") || ChatEventReader.isGroup(data).equals(Optional.of(false))) {
            return Optional.empty();
        }
        JsonNode parts = data.has("parts") ? data.path("parts") : data.at("/message/parts");
        if (parts.size() != 1) {
            return Optional.empty();
        }
        return Optional.of(parts.path(0).path("value").asText(""))
                .filter(text -> text.length() <= MAX_LENGTH)
                .map(OptOutDetector::stripDecoration)
                .filter(text -> WORDS.matcher(text).matches());
    }

    /** Normalizes to ASCII letters where possible, and removes punctuation, emojis and invisible characters around the text. */
    private static String stripDecoration(String text) {
        String plain = INVISIBLE
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll("");
        int from = 0;
        int to = plain.length();
        while (from < to && isDecoration(plain.codePointAt(from))) {
            from += Character.charCount(plain.codePointAt(from));
        }
        while (from < to && isDecoration(plain.codePointBefore(to))) {
            to -= Character.charCount(plain.codePointBefore(to));
        }
        return DASHES.matcher(SPACES.matcher(plain.substring(from, to)).replaceAll(" "))
                .replaceAll("-");
    }

    private static boolean isDecoration(int character) {
        return QUESTION_MARKS.indexOf(character) < 0
                && !Character.isLetterOrDigit(character)
                && Character.getType(character) != Character.NON_SPACING_MARK;
    }
}
