package dev.linqroutes.app;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.util.StringHelper;

/**
 * Options of Camel components in environment variables: {@code CAMEL_COMPONENT_KAFKA_MAX_POLL_INTERVAL_MS} sets
 * {@code camel.component.kafka.maxPollIntervalMs}. Camel 4.18.0 ignores them, since it compares the upper-case names with a
 * lower-case prefix. Component names may have several words: {@code CAMEL_COMPONENT_PLATFORM_HTTP_…}.
 */
final class ComponentOptions {
    private static final Pattern VARIABLE = Pattern.compile("CAMEL_COMPONENT_([A-Z0-9]+_[A-Z0-9_]+)");

    /** Contains a file for each available component. */
    private static final String COMPONENTS = "/" + FactoryFinder.DEFAULT_PATH + "component/";

    private ComponentOptions() {}

    /** By property name, in camel case as in {@code application.properties}, so that each option has one name. */
    static Map<String, String> fromEnvironment(Map<String, String> environment) {
        Map<String, String> options = new TreeMap<>();
        environment.forEach((variable, value) -> {
            Matcher matcher = VARIABLE.matcher(variable);
            if (matcher.matches()) {
                String words = matcher.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
                String component = component(words);
                String option = words.substring(component.length() + 1);
                options.put("camel.component." + component + "." + StringHelper.dashToCamelCase(option), value);
            }
        });
        return options;
    }

    /** The longest prefix that is a component; if there is none the first word, which Camel then reports. */
    private static String component(String words) {
        int end = words.lastIndexOf('-', words.length() - 2);
        while (end > words.indexOf('-')
                && ComponentOptions.class.getResource(COMPONENTS + words.substring(0, end)) == null) {
            end = words.lastIndexOf('-', end - 1);
        }
        return words.substring(0, end);
    }
}
