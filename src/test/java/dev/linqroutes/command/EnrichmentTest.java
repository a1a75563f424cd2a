package dev.linqroutes.command;

import static dev.linqroutes.command.TestCommand.ANN;
import static dev.linqroutes.command.TestCommand.BOB;
import static dev.linqroutes.command.TestCommand.LINE;
import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static dev.linqroutes.command.TestCommand.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.ChatCommand.CreateGroup;
import dev.linqroutes.command.CommandRefused.Identity;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichmentTest {
    private static final String OTHER_LINE = "+12223335555";

    private final Enrichment enrichment = new Enrichment(Optional.of(OTHER_LINE));
    private final Enrichment withoutLine = new Enrichment(Optional.empty());

    @Test
    void a_complete_command_stays_as_it_is() {
        ChatCommand group = aGroup("ord-1001").read();

        assertThat(enrichment.enrich(group)).isEqualTo(group);
    }

    @Test
    void a_message_to_a_group_needs_no_line() {
        ChatCommand message = aMessage("ord-1001").read();

        assertThat(withoutLine.enrich(message)).isSameAs(message);
    }

    @Test
    void the_line_of_the_command_comes_before_the_configured_one() {
        assertThat(enriched(aGroup("ord-1001")).from()).contains(LINE);
        assertThat(enriched(aGroup("ord-1001").without("from")).from()).contains(OTHER_LINE);
    }

    @Test
    void white_space_around_a_handle_does_not_count() {
        CreateGroup group =
                enriched(aGroup("ord-1001").with("from", "' " + LINE + " '").to(" " + ANN, BOB + "\t"));

        assertThat(group.from()).contains(LINE);
        assertThat(group.to()).containsExactly(ANN, BOB);
    }

    @Test
    void a_recipient_named_twice_counts_once_and_is_noted() {
        CreateGroup group = enriched(aGroup("ord-1001").to(ANN, BOB, " " + ANN));

        assertThat(group.to()).containsExactly(ANN, BOB);
        assertThat(group.warnings()).containsExactly("recipient \"" + ANN + "\" was named twice and counts once");
    }

    @Test
    void an_email_address_is_the_same_in_upper_and_lower_case() {
        CreateGroup group = enriched(aGroup("ord-1001").to("Ann@Example.com", BOB, "ann@example.COM"));

        assertThat(group.to()).containsExactly("ann@example.com", BOB);
        assertThat(group.warnings()).hasSize(1);
    }

    @Test
    void a_group_has_at_most_31_recipients() {
        assertThat(enriched(aGroup("ord-1001").to(recipients(31))).to()).hasSize(31);
        assertThat(refused(aGroup("ord-1001").to(recipients(32))).problems())
                .containsExactly(new Problem("/to", "a group needs 2 to 31 different recipients, has 32"));
    }

    @Test
    void recipients_are_counted_without_those_named_twice() {
        String[] twice =
                Stream.of(recipients(31), recipients(31)).flatMap(Stream::of).toArray(String[]::new);

        assertThat(enriched(aGroup("ord-1001").to(twice)).to()).hasSize(31);
        assertThat(refused(aGroup("ord-1001").to(ANN, ANN)).problems())
                .containsExactly(new Problem("/to", "a group needs 2 to 31 different recipients, has 1"));
    }

    @Test
    void one_recipient_makes_no_group() {
        assertThat(refused(aGroup("ord-1001").to(ANN)).problems())
                .containsExactly(new Problem("/to", "a group needs 2 to 31 different recipients, has 1"));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "5556667777",
                "+0556667777",
                "+1 555 666 7777",
                "+1-555-666-7777",
                "+1555666777788889",
                "+",
                "+1",
                "tel:+15556667777",
                "Ann",
                "ann@example",
                "ann@",
                "@example.com",
                "ann smith@example.com",
                "ann@example..com",
                "ann@home@example.com",
                ""
            })
    void a_recipient_is_a_number_or_an_email_address(String handle) {
        assertThat(refused(aGroup("ord-1001").to(ANN, handle, BOB)).problems())
                .containsExactly(new Problem(
                        "/to/1",
                        "must be an E.164 number such as +12025550123 or an e-mail address, is \"" + handle + "\""));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"+12", "+123456789012345", "ann@example.com", "ann.b+c@mail.example.co.uk"})
    void numbers_and_email_addresses_are_recipients(String handle) {
        assertThat(enriched(aGroup("ord-1001").to(handle, BOB)).to()).containsExactly(handle, BOB);
    }

    @Test
    void a_long_handle_is_shown_in_short() {
        assertThat(refused(aGroup("ord-1001").to(ANN, BOB, "x".repeat(5_000))).getMessage())
                .endsWith("is \"" + "x".repeat(80) + "…\"");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_line_is_a_number(String what, TestCommand command) {
        assertThat(refused(command).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/from"))
                .satisfies(problem ->
                        assertThat(problem.message()).startsWith("must be an E.164 number such as +12223334444, is "));
    }

    static Stream<Arguments> a_line_is_a_number() {
        return Stream.of(
                Arguments.of("without a plus", aGroup("a").with("from", "'12223334444'")),
                Arguments.of("an e-mail address", aGroup("a").with("from", "'ann@example.com'")));
    }

    @ParameterizedTest(name = "from \"{0}\"")
    @ValueSource(strings = {"", "  "})
    void an_empty_line_is_none(String line) {
        TestCommand group = aGroup("ord-1001").with("from", "'" + line + "'");

        assertThat(enriched(group).from()).contains(OTHER_LINE);
    }

    @Test
    void without_any_line_a_group_is_refused() {
        CommandRefused refused =
                refusal(withoutLine::enrich, aGroup("ord-1001").without("from").read());

        assertThat(refused.problems())
                .containsExactly(
                        new Problem("/from", "no line to send from: give one, or configure a default (LINQ_FROM)"));
    }

    @Test
    void the_own_line_is_no_recipient() {
        assertThat(refused(aGroup("ord-1001").to(ANN, BOB, LINE)).problems())
                .containsExactly(
                        new Problem("/to/2", "is the sending line itself, which is in the group anyway; leave it out"));
    }

    @Test
    void the_configured_line_is_no_recipient_either() {
        CommandRefused refused = refused(aGroup("ord-1001").without("from").to(OTHER_LINE, ANN, BOB));

        assertThat(TestCommand.pointers(refused)).containsExactly("/to/0");
    }

    @Test
    void everything_wrong_is_told_at_once() {
        CommandRefused refused = refused(aGroup("ord-1001").with("from", "'12'").to("Ann", "Bob", BOB));

        assertThat(TestCommand.pointers(refused)).containsExactly("/from", "/to/0", "/to/1");
    }

    @Test
    void a_refusal_keeps_what_identifies_the_command() {
        CommandRefused refused =
                refused(aGroup("ord-1001").with("group_ref", "'order-1001'").to(ANN));

        assertThat(refused.identity())
                .isEqualTo(
                        new Identity(Optional.of("ord-1001"), Optional.of("create_group"), Optional.of("order-1001")));
    }

    private CreateGroup enriched(TestCommand command) {
        return (CreateGroup) enrichment.enrich(command.read());
    }

    private CommandRefused refused(TestCommand command) {
        return refusal(enrichment::enrich, command.read());
    }

    private static String[] recipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "+1555666%04d".formatted(i))
                .toArray(String[]::new);
    }
}
