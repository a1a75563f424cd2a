package dev.linqroutes.sandbox.account;

import static dev.linqroutes.command.TestCommand.aGroup;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.plan.Plan;
import dev.linqroutes.plan.Planner;
import dev.linqroutes.testing.MultiScriptTexts;
import dev.linqroutes.testing.MultiScriptTexts.Text;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The sandbox and the planner detect links independently; each is checked against the other. */
class LinkDetectorPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 2_000)
    void a_link_is_detected_in_every_script(@ForAll("texts") Text text) {
        List<String> hosts = text.links().stream()
                .filter(link -> !link.matches(".*(localhost|@).*"))
                .toList();

        assertThat(LinkDetector.hasLink(text.text())).isEqualTo(!text.links().isEmpty());
        hosts.forEach(link -> assertThat(LinkDetector.hasLink(link.substring(link.indexOf("://") + 3)))
                .as(link)
                .isTrue());
    }

    @Property(tries = 3_000)
    void no_planned_first_message_contains_a_link(@ForAll("fragments") String text) throws Exception {
        Optional<Plan> plan = planned(text);

        if (plan.isPresent()) {
            String first = first(plan.get());
            assertThat(LinkDetector.hasLink(first))
                    .as("link in \"%s\", of \"%s\"", first, text)
                    .isFalse();
        }
    }

    private static Optional<Plan> planned(String text) {
        try {
            return Optional.of(new Planner(Optional.of("Hello"))
                    .splitIntoCalls(aGroup("ord-1001").saying(text).enriched()));
        } catch (CommandRefused e) {
            return Optional.empty();
        }
    }

    private static String first(Plan plan) throws JsonProcessingException {
        JsonNode part = JSON.readTree(plan.calls().get(0).body()).at("/message/parts/0");
        return part.get("value").textValue();
    }

    @Provide
    Arbitrary<Text> texts() {
        return MultiScriptTexts.texts();
    }

    @Provide
    Arbitrary<String> fragments() {
        return MultiScriptTexts.fragments();
    }
}
