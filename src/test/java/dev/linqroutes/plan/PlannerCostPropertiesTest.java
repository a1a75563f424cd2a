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

/** However a text is made, the time to plan it grows with its length. */
class PlannerCostPropertiesTest {
    private static final SendMessage SEND = (SendMessage) aMessage("ord-1001").enriched();

    @Property(tries = 300)
    void finding_links_takes_a_time_that_grows_with_the_text(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, Links::findIn);
    }

    @Property(tries = 300)
    void telling_whether_a_text_is_a_link_takes_a_time_that_grows_with_it(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, Links::parseGiven);
    }

    @Property(tries = 300)
    void planning_takes_a_time_that_grows_with_the_text(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, PlannerCostPropertiesTest::plan);
    }

    @Provide
    Arbitrary<Family> families() {
        return CostGrowth.families();
    }

    @Example
    void texts_that_once_took_minutes_take_a_time_that_grows_with_their_length() {
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
    void a_text_that_makes_new_links_whenever_its_links_are_taken_out_is_refused() {
        String text = "a ".repeat(20) + "xy.io" + " ://b".repeat(20);

        assertThat(TextWithoutLinks.removeAll(text)).isEmpty();
        assertThat(plan(text)).singleElement().asString().contains("makes new links of its words");
    }

    /** The problems of a plan that there is none of. */
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
