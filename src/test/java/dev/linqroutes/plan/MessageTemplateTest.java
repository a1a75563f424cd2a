package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.GroupFacts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message with placeholders for what is known of its group. */
class MessageTemplateTest {
    private final Planner planner = new Planner(Optional.empty());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Welcome to {group.display_name}!     | Welcome to Tea & Co.!",
                "{ Group.Display_Name }               | Tea & Co.",
                "{{group.display_name}}               | {group.display_name}",
                "{{{group.group_ref}}}                | {m-1}",
                "https://x.example/?c={group.display_name} | https://x.example/?c=Tea%20%26%20Co%2E",
                "See https://x.example/{group.group_ref}   | See https://x.example/m-1",
            })
    void a_placeholder_is_replaced_and_encoded_where_it_is_in_a_link(String template, String text) {
        Plan plan = planner.splitIntoCalls(template(template).enriched());
        Plan filled = plan.open()
                .map(open -> open.complete().apply(new GroupFacts(Optional.of("Tea & Co."), Optional.empty())))
                .orElse(plan);

        assertThat(String.join(" ", values(filled))).isEqualTo(text);
    }

    @Test
    void what_is_known_from_the_command_itself_is_not_asked_of_the_ledger() {
        assertThat(planner.splitIntoCalls(template("{group.group_ref}").enriched())
                        .open())
                .isEmpty();
        assertThat(TestPlan.of(aGroup("g-1")
                                .with("display_name", "'Club example.com'")
                                .without("message")
                                .with("message/template", "'Welcome to {group.display_name}, {group.group_ref}'"))
                        .lines())
                .startsWith(
                        "1 POST /chats text Welcome to Club, g-1",
                        "2 POST /chats/{chat_id}/messages link https://example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hi {first_name}       | {first_name} is not known of a group; there are {group.display_name} and {group.group_ref}; for a literal brace write {{",
                "Hi {group.name}       | {group.name} is not known of a group; there are {group.display_name} and {group.group_ref}; for a literal brace write {{",
                "Hi {group.group_ref   | there is a { without a }; for a literal brace write {{",
                "Hi }                  | there is a } without a {; for a literal brace write }}",
                "Hi { }                | { } is not known of a group; for a literal brace write {{",
            })
    void a_template_with_anything_else_is_refused_with_what_to_write(String template, String problem) {
        assertThat(problems(template(template))).containsExactly("/message/template: " + problem);
    }

    @Test
    void a_create_without_a_name_cannot_have_it_in_its_message() {
        assertThat(problems(aGroup("g-1").without("message").with("message/template", "'{group.display_name}'")))
                .singleElement()
                .asString()
                .startsWith("/message/template: {group.display_name}: the group has no name");
    }

    @Test
    void a_template_stands_for_the_text_and_nothing_that_counts_its_characters() {
        assertThat(problems(template("Hi").with("message/text", "'Hi'")))
                .containsExactly("/message/template: replaces text; give either template or text");
        assertThat(problems(template("Hi").with("message/text_decorations", "[{'range': [0, 1], 'style': 'bold'}]")))
                .singleElement()
                .asString()
                .startsWith("/message/text_decorations: count characters of the text");
        assertThat(problems(template("Hi").with("message/parts", "[{'type': 'text', 'value': 'Hi'}]")))
                .singleElement()
                .asString()
                .startsWith("/message/parts: replaces text, template");
    }

    @Test
    void a_mention_is_found_in_the_filled_text() {
        Plan plan = planner.splitIntoCalls(template("Ann, welcome to {group.display_name}")
                .with("message/mention", "{'handle': '+15556667777', 'text': 'Ann'}")
                .enriched());

        assertThat(fill(plan, "Club").calls().get(0).body()).contains("\"mention_range\":[0,3]");
    }

    @Test
    void a_text_that_the_name_makes_too_long_is_refused() {
        Plan plan = planner.splitIntoCalls(
                template("x".repeat(9_900) + "{group.display_name}").enriched());

        assertThat(catchThrowableOfType(CommandRefused.class, () -> fill(plan, "y".repeat(101))))
                .hasMessage("has more than 10000 characters with its placeholders filled in");
        assertThat(values(fill(plan, "y".repeat(100))))
                .singleElement()
                .asString()
                .hasSize(10_000);
    }

    @Test
    void a_name_that_no_host_can_have_is_refused_in_its_place() {
        Plan plan =
                planner.splitIntoCalls(template("https://{group.display_name}").enriched());

        assertThat(catchThrowableOfType(CommandRefused.class, () -> fill(plan, "Ann's Shop")))
                .hasMessage("{group.display_name} is \"Ann's Shop\", which cannot be part of a host name");
    }

    @Test
    void a_name_is_inserted_as_it_is_also_with_braces() {
        Plan plan = planner.splitIntoCalls(template("{group.display_name}").enriched());

        assertThat(values(fill(plan, "{group.group_ref} {{x}"))).containsExactly("{group.group_ref} {{x}");
    }

    @Test
    void a_placeholder_in_a_text_is_sent_as_it_is_with_a_warning() {
        Plan plan = planner.splitIntoCalls(
                aMessage("m-1").saying("Hi {group.display_name}").enriched());

        assertThat(values(plan)).containsExactly("Hi {group.display_name}");
        assertThat(plan.warnings())
                .containsExactly("message has {group.display_name}, which is sent as it is; to have it replaced, give"
                        + " \"template\" in place of \"text\"");
    }

    private static TestCommand template(String template) {
        return aMessage("m-1").without("message").with("message/template", TextNode.valueOf(template));
    }

    private static Plan fill(Plan plan, String name) {
        return plan.open().orElseThrow().complete().apply(new GroupFacts(Optional.of(name), Optional.empty()));
    }

    /** The texts and links that are sent. */
    private static List<String> values(Plan plan) {
        return plan.calls().stream()
                .map(call -> LedgerJson.read(call.body())
                        .at("/message/parts/0/value")
                        .textValue())
                .toList();
    }

    private List<String> problems(TestCommand command) {
        return catchThrowableOfType(CommandRefused.class, () -> planner.splitIntoCalls(command.enriched()))
                .problems()
                .stream()
                .map(problem -> problem.pointer() + ": " + problem.message())
                .toList();
    }
}
