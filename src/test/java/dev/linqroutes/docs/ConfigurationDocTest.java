package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of settings says of each what the file of settings says. */
class ConfigurationDocTest {
    private static final Path DOC = Path.of("docs/configuration.md");
    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final Pattern SECTION = Pattern.compile("# --- (.+?)(?: ---)?");
    private static final Pattern SETTING = Pattern.compile("([A-Za-z][^=\\s]*)=(.*)");

    /** {@code mvn test -Dtest=ConfigurationDocTest -Dconfiguration.write=true} writes the page. */
    @Test
    void the_page_of_settings_is_made_of_the_file_of_settings() throws IOException {
        String page = page(Files.readAllLines(PROPERTIES));
        if (Boolean.getBoolean("configuration.write")) {
            Files.writeString(DOC, page);
        }

        assertThat(Files.readString(DOC)).isEqualTo(page);
    }

    private static String page(List<String> lines) {
        StringBuilder page = new StringBuilder("# Configuration\n\n<!-- Made of application.properties by"
                + " ConfigurationDocTest; change that file, not this one. -->\n");
        List<String> meaning = new ArrayList<>();
        boolean table = false;
        for (String line : joined(lines)) {
            Matcher section = SECTION.matcher(line);
            Matcher setting = SETTING.matcher(line);
            if (section.matches()) {
                page.append("\n## ").append(section.group(1)).append("\n");
                meaning.clear();
                table = false;
            } else if (line.startsWith("#")) {
                meaning.add(escaped(line.substring(1).strip()));
            } else if (setting.matches()) {
                page.append(table ? "" : "\n| setting | default | meaning |\n|---|---|---|\n");
                page.append("| `%s` | %s | %s |\n"
                        .formatted(setting.group(1), code(setting.group(2)), String.join(" ", meaning)));
                meaning.clear();
                table = true;
            } else if (!table && !meaning.isEmpty()) {
                page.append("\n").append(String.join("\n", meaning)).append("\n");
                meaning.clear();
            }
        }
        return page.toString();
    }

    /** A setting that goes on in the next line as one line. */
    private static List<String> joined(List<String> lines) {
        List<String> joined = new ArrayList<>();
        String begun = "";
        for (String line : lines) {
            if (line.endsWith("\\")) {
                begun += line.substring(0, line.length() - 1).strip();
            } else {
                joined.add(begun + (begun.isEmpty() ? line : line.strip()));
                begun = "";
            }
        }
        return joined;
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + escaped(value) + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
