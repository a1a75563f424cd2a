package dev.linqroutes;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.TimeUtils;

/** The program's settings, as {@code application.properties} names them. */
final class Settings {
    private final PropertiesComponent properties;

    Settings(CamelContext context) {
        this.properties = context.getPropertiesComponent();
    }

    /** The value, empty if it is set to nothing. */
    String text(String name) {
        return properties
                .resolveProperty(name)
                .map(String::strip)
                .orElseThrow(() -> new IllegalArgumentException("setting " + name + " is missing"));
    }

    /** The value of a setting that has no useful default. */
    String required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalArgumentException("setting " + name + " is missing; give it as "
                        + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_") + " in the environment"));
    }

    Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(value -> !value.isEmpty());
    }

    /** Comma-separated values. */
    List<String> list(String name) {
        return Stream.of(text(name).split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    int number(String name) {
        String value = text(name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("setting " + name + " must be a whole number, is \"" + value + "\"", e);
        }
    }

    /** A TCP port; 0 takes a free one. */
    int port(String name) {
        int port = number(name);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("setting " + name + " must be a port from 0 to 65535, is " + port);
        }
        return port;
    }

    /** A time such as {@code 200ms}, {@code 30s}, {@code 24h}; a bare number is milliseconds. */
    Duration duration(String name) {
        String value = text(name);
        try {
            return Duration.ofMillis(TimeUtils.toMilliSeconds(value));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "setting " + name + " must be a time such as 200ms, 30s or 24h, is \"" + value + "\"", e);
        }
    }
}
