package example;

import static dev.linqroutes.sandbox.assertj.SandboxAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.junit.LinqSandbox;
import dev.linqroutes.sandbox.junit.LinqSandboxTest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;

@LinqSandboxTest
class ParallelTest {
    private static final Set<String> URLS = ConcurrentHashMap.newKeySet();

    @RepeatedTest(8)
    void tests_beside_each_other_see_their_own_groups_only(LinqSandbox linq) throws Exception {
        URLS.add(linq.baseUrl());

        new Crews(linq.baseUrl(), linq.apiKey(), linq.line()).open("Crew 15", "+15556667777", "+18889990000");

        assertThat(linq).hasGroupOf("+15556667777", "+18889990000").named("Crew 15");
        assertThat(linq.chats()).hasSize(1);
    }

    @AfterAll
    static void they_share_one_sandbox() {
        assertThat(URLS).hasSize(1);
    }
}
