package example;

import dev.linqroutes.sandbox.junit.LinqSandbox;
import dev.linqroutes.sandbox.junit.LinqSandboxTest;
import org.junit.jupiter.api.Test;

/** Fails: nobody looks at the answer, but the sandbox refused the call. */
class MistakeTest {
    @Test
    @LinqSandboxTest
    void somebody_is_invited_twice(LinqSandbox linq) throws Exception {
        linq.failOnUnexpectedCalls();

        new Crews(linq.baseUrl(), linq.apiKey(), linq.line()).open("Crew 16", "+15556667777", "+15556667777");
    }
}
