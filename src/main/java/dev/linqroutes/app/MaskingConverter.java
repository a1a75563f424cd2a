package dev.linqroutes.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.pattern.CompositeConverter;
import dev.linqroutes.command.text.ControlCharacters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one place that all of the log passes: keeps people's phone numbers and e-mail addresses out of it, whoever wrote them
 * into a message (of a number the last four digits stay, of an address its first letter and its domain), and secrets; and
 * shows control characters instead of sending them, so that nobody writes lines of the log by the name of a file. Used by
 * {@code logback.xml} as {@code %masked(…){line}} for what is one line, and as {@code %masked(%ex){lines}} for what has several:
 * those are indented, which no line of the log is.
 */
public final class MaskingConverter extends CompositeConverter<ILoggingEvent> {
    private static final int KEPT_DIGITS = 4;

    /** With country code; as Americans write it; bare digits where they stand as a value. No part of a longer word. */
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
        String masked = mask(SecretMasking.maskKnown(text));
        return isMultiLine ? indent(masked) : ControlCharacters.escaped(masked);
    }

    private static String indent(String text) {
        return text.lines()
                .map(line -> "\t" + ControlCharacters.escaped(line) + CoreConstants.LINE_SEPARATOR)
                .collect(Collectors.joining());
    }

    static String mask(String text) {
        String numbersMasked = NUMBER.matcher(SecretMasking.maskNamed(text))
                .replaceAll(found -> Matcher.quoteReplacement(lastDigits(found.group())));
        return ADDRESS.matcher(numbersMasked).replaceAll("$1…$2");
    }

    private static String lastDigits(String number) {
        String digits = number.replaceAll("\\D", "");
        return "…" + digits.substring(digits.length() - KEPT_DIGITS);
    }
}
