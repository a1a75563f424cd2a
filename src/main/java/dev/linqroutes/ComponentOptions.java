package dev.linqroutes;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.StringHelper;

/**
 * Options of Camel's components that the environment gives: {@code CAMEL_COMPONENT_KAFKA_MAX_POLL_INTERVAL_MS} is
 * {@code camel.component.kafka.maxPollIntervalMs}. Camel 4.18.0 reads none of them: it compares the variables' names in
 * upper case with a prefix in lower case.
 */
final class ComponentOptions {
    private static final Pattern VARIABLE = Pattern.compile("CAMEL_COMPONENT_([A-Z0-9]+)_([A-Z0-9_]+)");

    private ComponentOptions() {}

    /** By the name that a property has; in camel case as in {@code application.properties}, so that one option has one name. */
    static Map<String, String> in(Map<String, String> environment) {
        Map<String, String> options = new TreeMap<>();
        environment.forEach((variable, value) -> {
            Matcher matcher = VARIABLE.matcher(variable);
            if (matcher.matches()) {
                String component = matcher.group(1).toLowerCase(Locale.ROOT);
                String option = matcher.group(2).toLowerCase(Locale.ROOT).replace('_', '-');
                options.put("camel.component." + component + "." + StringHelper.dashToCamelCase(option), value);
            }
        });
        return options;
    }
}
