package dev.linqroutes.app;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.util.StringHelper;

/**
 * Options of Camel's components that the environment gives: {@code CAMEL_COMPONENT_KAFKA_MAX_POLL_INTERVAL_MS} is
 * {@code camel.component.kafka.maxPollIntervalMs}. Camel 4.18.0 reads none of them: it compares the variables' names in
 * upper case with a prefix in lower case. A component's name may have several words: {@code CAMEL_COMPONENT_PLATFORM_HTTP_…}.
 */
final class ComponentOptions {
    private static final Pattern VARIABLE = Pattern.compile("CAMEL_COMPONENT_([A-Z0-9]+_[A-Z0-9_]+)");

    /** Where each component that there is has a file of its name. */
    private static final String COMPONENTS = "/" + FactoryFinder.DEFAULT_PATH + "component/";

    private ComponentOptions() {}

    /** By the name that a property has; in camel case as in {@code application.properties}, so that one option has one name. */
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

    /** The longest name that is one of a component; of none that there is the first word, for Camel to complain of. */
    private static String component(String words) {
        int end = words.lastIndexOf('-', words.length() - 2);
        while (end > words.indexOf('-')
                && ComponentOptions.class.getResource(COMPONENTS + words.substring(0, end)) == null) {
            end = words.lastIndexOf('-', end - 1);
        }
        return words.substring(0, end);
    }
}
