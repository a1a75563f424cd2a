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

    /** There is a group with these people and nobody else but the line; a direct chat is none. */
    public ChatAssert hasGroupOf(String... people) {
        isNotNull();
        Set<String> wanted = Set.of(people);
        Predicate<SeenChat> members =
                chat -> chat.isGroup() && Set.copyOf(chat.people()).equals(wanted);
        String description = "that is a group of " + String.join(", ", people);
        try {
            return new ChatAssert(actual, description, members, actual.awaitChat(description, members))
                    .as(info.description());
        } catch (AssertionError e) {
            throw failure("%s", e.getMessage());
        }
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
