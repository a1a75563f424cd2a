package dev.linqroutes.app;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.linqroutes.trace.CommandLabels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The fields of a log line behind its text, except those that the text has already: {@code [group="order-1001"]}. Used by {@code
 * logback-text.xml} as {@code %fields}.
 */
public final class LogFieldsConverter extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return fields(event).entrySet().stream()
                .filter(field -> !event.getFormattedMessage().contains(field.getValue()))
                .map(field -> field.getKey() + "=" + quoted(field.getValue()))
                .reduce((one, next) -> one + " " + next)
                .map(shown -> " [" + shown + "]")
                .orElse("");
    }

    /** Those of {@link CommandLabels} that the line has. */
    static Map<String, String> fields(ILoggingEvent event) {
        return event.getKeyValuePairs() == null
                ? Map.of()
                : event.getKeyValuePairs().stream()
                        .filter(pair -> CommandLabels.FIELDS.contains(pair.key))
                        .collect(Collectors.toMap(
                                pair -> pair.key,
                                pair -> Objects.toString(pair.value),
                                (one, other) -> other,
                                LinkedHashMap::new));
    }

    /** A group may be named by a phone number without its plus sign, which is masked only between quotes. */
    static String mask(String value) {
        String masked = MaskingConverter.mask(quoted(value));
        return masked.substring(1, masked.length() - 1);
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }
}
