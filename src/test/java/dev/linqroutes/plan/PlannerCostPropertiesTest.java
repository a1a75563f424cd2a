package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.ChatMessage;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.SendMessage;
import dev.linqroutes.plan.link.Links;
import dev.linqroutes.plan.link.TextWithoutLinks;
import dev.linqroutes.testing.CostGrowth;
import dev.linqroutes.testing.CostGrowth.Family;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The time to plan a text is linear in its length, for every text. */
class PlannerCostPropertiesTest {
    private static final SendMessage SEND = (SendMessage) aMessage("ord-1001").enriched();

    @Property(tries = 300)
    void the_time_to_find_links_is_linear(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, Links::findIn);
    }

    @Property(tries = 300)
    void the_time_to_recognize_a_given_link_is_linear(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, Links::parseGiven);
    }

    @Property(tries = 300)
    void the_time_to_plan_is_linear(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, PlannerCostPropertiesTest::plan);
    }

    @Provide
    Arbitrary<Family> families() {
        return CostGrowth.families();
    }

    @Example
    void the_time_for_texts_that_once_took_minutes_is_linear() {
        for (Family family : List.of(
                new Family("", "a--", "", "a--", ""),
                new Family("", "a ", "x.io", " ://b", ""),
                new Family("", "a--a ", "x.io", " ://b", ""),
                new Family("", "a.zz/", "", "a.zz/", ""),
                new Family("x.io/", ")", "", ")", ""),
                new Family("x.io/((", ")", "", "]", ""),
                new Family("", "x.io/(", "", "x.io/[", ""),
                new Family("", "x.io/（例", "", "x.io/例。", ""),
                new Family("<a ", "x.io ", "", "x.io|", ""),
                new Family("", "[](x.io ", "", "<x.io|", ""),
                new Family("", "a。", "", "a.b。", ""),
                new Family("", "a.例_", "", "x.io例", ""),
                new Family("x.io/", "例を", "", "例です", ""),
                new Family("", "https://", "", "http://", "x.io"),
                new Family("<a ", "x.io\" ", "", "<a href=\"x.io\" ", ">"),
                new Family("", "x.io<x.io>", "", "x.io/\\_", ""),
                new Family("x.io/", "'d", "", "'den", ""),
                new Family("a.", "\u4e00\u4e8c\u4e09\u56db", "", "\u4e94\u516d", ""))) {
            CostGrowth.assertLinear(family, Links::findIn);
            CostGrowth.assertLinear(family, PlannerCostPropertiesTest::plan);
        }
    }

    @Example
    void a_text_that_forms_new_links_whenever_links_are_removed_is_refused() {
        String text = "a ".repeat(20) + "xy.io" + " ://b".repeat(20);

        assertThat(TextWithoutLinks.removeAll(text)).isEmpty();
        assertThat(plan(text)).singleElement().asString().contains("forms new links each time");
    }

    /** Problems of a command that is refused. */
    private static List<String> plan(String text) {
        try {
            new Planner(Optional.of("Hello")).splitIntoCalls(new SendMessage(SEND.envelope(), message(text)));
            return List.of();
        } catch (CommandRefused refused) {
            return refused.problems().stream().map(problem -> problem.message()).toList();
        }
    }

    private static ChatMessage message(String text) {
        return new ChatMessage(
                Optional.of(text),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
