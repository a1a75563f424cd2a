package dev.linqroutes.sandbox.assertj;

import static dev.linqroutes.sandbox.assertj.SandboxAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.sandbox.junit.LinqSandbox;
import dev.linqroutes.sandbox.junit.LinqSandboxTest;
import dev.linqroutes.sandbox.junit.SandboxPerson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@LinqSandboxTest
class SandboxAssertionsTest {
    private static final String ANN = "+15556667777";
    private static final String BOB = "+18889990000";

    @Test
    void a_group_has_members_a_name_and_messages(LinqSandbox sandbox) {
        assertThat(sandbox).hasNoChats();
        SandboxPerson ann = sandbox.actAs(ANN).startsChat("Welcome!", BOB);
        ann.renames("Crew 14");
        ann.says("Hi");

        assertThat(sandbox).hasGroupOf(BOB, ANN).named("Crew 14").withMessages("Welcome!", "Hi");
        assertThat(assertThat(sandbox).hasGroupOf(ANN, BOB).chat().messages()).hasSize(2);
    }

    @Test
    void of_groups_of_the_same_people_the_one_that_meets_all_conditions_counts(LinqSandbox sandbox) {
        sandbox.actAs(ANN).startsChat("one", BOB).renames("Crew 14");
        sandbox.actAs(ANN).startsChat("two", BOB);

        assertThat(sandbox).hasGroupOf(ANN, BOB).named("Crew 14").withMessages("one");
    }

    @Test
    void what_is_asserted_is_awaited(LinqSandbox sandbox) {
        CompletableFuture<Void> asserted = CompletableFuture.runAsync(
                () -> assertThat(sandbox).hasGroupOf(ANN, BOB).named("Crew 14"));

        sandbox.actAs(ANN).startsChat("Welcome!", BOB).renames("Crew 14");

        assertThat(asserted).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void a_direct_chat_is_no_group(LinqSandbox sandbox) {
        sandbox.waitAtMost(Duration.ofMillis(1));
        sandbox.actAs(ANN).startsChat("Welcome!");

        assertThatThrownBy(() -> assertThat(sandbox).hasGroupOf(ANN)).hasMessageContaining("there is:\n  direct chat ");
    }

    @Test
    void a_failure_begins_with_its_description(LinqSandbox sandbox) {
        sandbox.waitAtMost(Duration.ofMillis(1));
        assertThatThrownBy(() -> assertThat(sandbox).as("the crew").hasGroupOf(ANN, BOB))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[the crew] no chat that is a group of ");
        sandbox.actAs(ANN).startsChat("Welcome!", BOB);

        assertThatThrownBy(() ->
                        assertThat(sandbox).as("the crew").hasGroupOf(ANN, BOB).named("Crew 14"))
                .hasMessageStartingWith("[the crew] no chat ");
        assertThatThrownBy(() -> assertThat(sandbox)
                        .hasGroupOf(ANN, BOB)
                        .as("the %s", "second crew")
                        .withMessages("Hi"))
                .hasMessageStartingWith("[the second crew] no chat ");
        assertThatThrownBy(() -> assertThat(sandbox).as("nobody").hasNoChats())
                .hasMessageStartingWith("[nobody] expected no chats");
    }

    @Test
    void what_does_not_come_fails_with_what_there_is(LinqSandbox sandbox) {
        sandbox.waitAtMost(Duration.ofMillis(1));
        sandbox.actAs(ANN).startsChat("Welcome!", BOB);

        assertThatThrownBy(() -> assertThat(sandbox).hasGroupOf(ANN))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "(?s)no chat that is a group of \\+15556667777 within 1 ms; there is:\n  group \\S+ of "
                                + "\\+15556667777, \\+18889990000\n    \\+15556667777: Welcome!");
        assertThatThrownBy(() -> assertThat(sandbox).hasGroupOf(ANN, BOB).named("Crew 14"))
                .hasMessageContaining("named \"Crew 14\"");
        assertThatThrownBy(() -> assertThat(sandbox).hasGroupOf(ANN, BOB).withMessages("Welcome!", "Welcome!"))
                .hasMessageContaining("with messages [Welcome!, Welcome!]");
        assertThatThrownBy(() -> assertThat(sandbox).hasNoChats()).hasMessageContaining("Welcome!");
    }
}
