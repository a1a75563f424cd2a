package example;

import static dev.linqroutes.sandbox.assertj.SandboxAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.junit.LinqSandbox;
import dev.linqroutes.sandbox.junit.LinqSandboxTest;
import org.junit.jupiter.api.Test;

@LinqSandboxTest
class CrewsTest {
    @Test
    void a_crew_has_a_group(LinqSandbox linq) throws Exception {
        linq.failOnUnexpectedCalls();
        Crews crews = new Crews(linq.baseUrl(), linq.apiKey(), linq.line());

        crews.open("Crew 14", "+15556667777", "+18889990000");

        assertThat(linq)
                .hasGroupOf("+15556667777", "+18889990000")
                .named("Crew 14")
                .withMessages("Welcome!");

        linq.actAs("+15556667777").says("Yes");
        assertThat(linq.awaitMessage("Yes").from()).isEqualTo("+15556667777");
    }
}
