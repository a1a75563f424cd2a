package dev.linqroutes.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.pattern.CompositeConverter;
import dev.linqroutes.command.text.ControlCharacters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Masks the whole log: phone numbers (the last four digits remain), e-mail addresses (first letter and domain remain) and secrets,
 * whatever component logs them. Escapes control characters, so that a file name cannot forge log lines. Used by
 * {@code logback.xml} as {@code %masked(…){line}} for one line and as {@code %masked(%ex){lines}} for several, which are
 * indented, unlike log lines.
 */
public final class MaskingConverter extends CompositeConverter<ILoggingEvent> {
    private static final int KEPT_DIGITS = 4;

    /** With country code; in American notation; bare digits if they are a value. Never a part of a longer word. */
    private static final Pattern NUMBER = Pattern.compile("\\+\\d{7,15}(?!\\d)|\\+\\d[\\d ()./-]{5,20}\\d(?!\\d)"
            + "|(?<![\\w(.-])(?:\\(\\d{3}\\)[ ]?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}(?![\\w.-])"
            + "|(?<=[\"';|,])\\d{10,15}(?=[\"';|,])");

    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\w.+%-])([\\w.+%-])[\\w.+%-]{0,63}+(@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,})");

    private boolean isMultiLine;

    @Override
    public void start() {
        isMultiLine = "lines".equals(getFirstOption());
        super.start();
    }

    @Override
    protected String transform(ILoggingEvent event, String text) {
        String masked = mask(text);
        return isMultiLine ? indent(masked) : ControlCharacters.escaped(masked);
    }

    private static String indent(String text) {
        return text.lines()
                .map(line -> "\t" + ControlCharacters.escaped(line) + CoreConstants.LINE_SEPARATOR)
                .collect(Collectors.joining());
    }

    static String mask(String text) {
        String secretsMasked = SecretMasking.maskNamed(SecretMasking.maskKnown(text));
        String numbersMasked =
                NUMBER.matcher(secretsMasked).replaceAll(found -> Matcher.quoteReplacement(lastDigits(found.group())));
        return ADDRESS.matcher(numbersMasked).replaceAll("$1…$2");
    }

    private static String lastDigits(String number) {
        String digits = number.replaceAll("\\D", "");
        return "…" + digits.substring(digits.length() - KEPT_DIGITS);
    }
}
