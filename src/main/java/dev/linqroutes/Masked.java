package dev.linqroutes;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps people's phone numbers and e-mail addresses out of the log, whoever wrote them into a message: of a number the last
 * four digits stay, of an address its first letter and its domain. Used by {@code logback.xml} as {@code %masked}.
 */
public final class Masked extends CompositeConverter<ILoggingEvent> {
    private static final int KEPT = 4;

    /** With country code; as Americans write it; bare digits where they stand as a value. No part of a longer word. */
    private static final Pattern NUMBER = Pattern.compile("\\+\\d{7,15}(?!\\d)|\\+\\d[\\d ()./-]{5,20}\\d(?!\\d)"
            + "|(?<![\\w(.-])(?:\\(\\d{3}\\)[ ]?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}(?![\\w.-])"
            + "|(?<=[\"';|,])\\d{10,15}(?=[\"';|,])");

    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\w.+%-])([\\w.+%-])[\\w.+%-]{0,63}+(@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,})");

    @Override
    protected String transform(ILoggingEvent event, String text) {
        return masked(text);
    }

    static String masked(String text) {
        String numbersMasked = NUMBER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(end(found.group())));
        return ADDRESS.matcher(numbersMasked).replaceAll("$1…$2");
    }

    private static String end(String number) {
        String digits = number.replaceAll("\\D", "");
        return "…" + digits.substring(digits.length() - KEPT);
    }
}
