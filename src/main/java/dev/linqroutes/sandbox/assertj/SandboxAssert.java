package dev.linqroutes.sandbox.assertj;

import dev.linqroutes.sandbox.junit.LinqSandbox;
import dev.linqroutes.sandbox.junit.SeenChat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/** What an account has. Waits as long as {@link LinqSandbox#waitAtMost} says. */
public final class SandboxAssert extends AbstractAssert<SandboxAssert, LinqSandbox> {
    SandboxAssert(LinqSandbox sandbox) {
        super(sandbox, SandboxAssert.class);
    }

    /** There is a chat with these people and nobody else but the line. */
    public ChatAssert hasGroupOf(String... people) {
        isNotNull();
        Predicate<SeenChat> members = chat -> Set.copyOf(chat.people()).equals(Set.of(people));
        return ChatAssert.await(actual, "of " + String.join(", ", people), members);
    }

    /** There is no chat at all. Does not wait. */
    public SandboxAssert hasNoChats() {
        isNotNull();
        List<SeenChat> chats = actual.chats();
        if (!chats.isEmpty()) {
            failWithMessage("expected no chats, but there is %s", chats);
        }
        return this;
    }
}
