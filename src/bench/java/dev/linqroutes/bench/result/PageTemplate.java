package dev.linqroutes.bench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a page. {@code {NAME}} stands for a text that is given; {@code {SCENARIO:VARIANT:FIGURE}} for a median of the product,
 * and {@code {SCENARIO:VARIANT:FIGURE:CONTENDER}} for that of another contender.
 */
final class PageTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");
    private static final String NOT_MEASURED = "(not measured)";

    private final String text;
    private final Report report;
    private final String ours;
    private final Map<String, String> given = new HashMap<>();

    /**
     * @param file beside this class
     * @param ours the contender that the page is about
     */
    PageTemplate(String file, Report report, String ours) throws IOException {
        try (var template = PageTemplate.class.getResourceAsStream(file)) {
            text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
        this.report = report;
        this.ours = ours;
    }

    PageTemplate with(String name, String value) {
        given.put(name, value);
        return this;
    }

    /** The whole page. */
    String fill() {
        return PLACEHOLDER.matcher(text).replaceAll(each -> Matcher.quoteReplacement(value(each.group(1))));
    }

    private String value(String placeholder) {
        String value = given.get(placeholder);
        return value != null ? value : figure(placeholder).map(Table::number).orElse(NOT_MEASURED);
    }

    /**
     * A median; empty if it was not measured.
     *
     * @throws IllegalArgumentException when the path does not have three or four parts
     */
    Optional<Double> figure(String path) {
        String[] parts = path.split(":");
        if (parts.length < 3) {
            throw new IllegalArgumentException("{" + path + "} is neither a text nor a figure");
        }
        String contender = parts.length > 3 ? parts[3] : ours;
        return Figures.median(report.valid(parts[0], parts[1], contender), parts[2]);
    }
}
