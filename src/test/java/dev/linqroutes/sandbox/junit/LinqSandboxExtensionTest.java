package dev.linqroutes.sandbox.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@LinqSandboxTest
class LinqSandboxExtensionTest {
    private static final List<LinqSandbox> FORMER = new ArrayList<>();
    private LinqSandbox before;

    @BeforeEach
    void prepare(LinqSandbox sandbox) {
        before = sandbox;
    }

    @AfterEach
    void remember(LinqSandbox sandbox) {
        assertThat(sandbox).isSameAs(before);
        FORMER.add(sandbox);
    }

    @RepeatedTest(2)
    void each_test_has_an_account_of_its_own_also_before_and_after_it(LinqSandbox sandbox) {
        assertThat(sandbox).isSameAs(before);
        assertThat(sandbox.chats()).isEmpty();
        sandbox.actAs("+15556667777").startsChat("Hello");
    }

    @Nested
    class InANestedClass {
        @Test
        void it_is_there_too(LinqSandbox sandbox) {
            assertThat(sandbox).isSameAs(before);
        }
    }

    @AfterAll
    static void all_tests_shared_one_sandbox_and_no_account_is_left() {
        Set<String> keys = new HashSet<>();
        Set<String> urls = new HashSet<>();
        for (LinqSandbox former : FORMER) {
            keys.add(former.apiKey());
            urls.add(former.baseUrl());
            assertThatThrownBy(former::chats).hasMessageContaining("401 2004");
        }
        assertThat(keys).hasSize(3);
        assertThat(urls).hasSize(1);
    }
}
