package dev.linqroutes.sandbox.assertj;

import dev.linqroutes.sandbox.junit.LinqSandbox;

/** Goes beside the static import of AssertJ's own {@code assertThat}. */
public final class SandboxAssertions {
    private SandboxAssertions() {}

    public static SandboxAssert assertThat(LinqSandbox sandbox) {
        return new SandboxAssert(sandbox);
    }
}
