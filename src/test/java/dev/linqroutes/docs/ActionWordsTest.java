package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.ops.ActionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each action of a person has words on the page, and its identifier in the description of the API. */
class ActionWordsTest {
    private static final Path CONSOLE = Path.of("src/main/resources/console");
    private static final Pattern WORDS = Pattern.compile("const ACTION_WORDS = \\{(.*?)\\};", Pattern.DOTALL);
    private static final Pattern ENTRY = Pattern.compile("'([^']+)': '([^']+)',");

    private final List<String> identifiers =
            Stream.of(ActionType.values()).map(ActionType::word).toList();

    @Test
    void each_action_has_words_of_its_own_on_the_page() throws IOException {
        String block = WORDS.matcher(Files.readString(CONSOLE.resolve("now.js")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        Map<String, String> words = ENTRY.matcher(block)
                .results()
                .collect(Collectors.toMap(entry -> entry.group(1), entry -> entry.group(2)));

        assertThat(words).containsOnlyKeys(identifiers);
        assertThat(words.values()).doesNotHaveDuplicates().noneMatch(identifiers::contains);
    }

    @Test
    void each_identifier_is_in_the_description_of_the_api() throws IOException {
        Object description = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(CONSOLE.resolve("openapi.yaml")));
        List<String> described = new ObjectMapper()
                .valueToTree(description)
                .at("/components/schemas/action/properties/action/enum")
                .valueStream()
                .map(each -> each.asText())
                .toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(identifiers);
    }
}
