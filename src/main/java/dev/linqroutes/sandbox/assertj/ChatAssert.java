package dev.linqroutes.sandbox.assertj;

import dev.linqroutes.sandbox.junit.LinqSandbox;
import dev.linqroutes.sandbox.junit.SeenChat;
import dev.linqroutes.sandbox.junit.SeenMessage;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/** A chat that meets every condition so far; a further one may find another chat, such as the one of the same people with a name. */
public final class ChatAssert extends AbstractAssert<ChatAssert, SeenChat> {
    private final LinqSandbox sandbox;
    private final String description;
    private final Predicate<SeenChat> conditions;

    ChatAssert(LinqSandbox sandbox, String description, Predicate<SeenChat> conditions, SeenChat found) {
        super(found, ChatAssert.class);
        this.sandbox = sandbox;
        this.description = description;
        this.conditions = conditions;
    }

    public ChatAssert named(String name) {
        return and(
                "named \"" + name + "\"",
                chat -> chat.name().filter(name::equals).isPresent());
    }

    /** It has exactly these messages in this order, whoever wrote them. */
    public ChatAssert withMessages(String... texts) {
        List<String> wanted = List.of(texts);
        return and(
                "with messages " + wanted,
                chat -> chat.messages().stream().map(SeenMessage::text).toList().equals(wanted));
    }

    private ChatAssert and(String condition, Predicate<SeenChat> predicate) {
        String both = description + " " + condition;
        Predicate<SeenChat> all = conditions.and(predicate);
        try {
            return new ChatAssert(sandbox, both, all, sandbox.awaitChat(both, all)).as(info.description());
        } catch (AssertionError e) {
            throw failure("%s", e.getMessage());
        }
    }

    /** The chat, for what there is no assertion of. */
    public SeenChat chat() {
        return actual;
    }
}
