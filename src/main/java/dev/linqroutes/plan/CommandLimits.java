package dev.linqroutes.plan;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import java.util.Locale;

/** What a command may come to: whoever sends one decides about the ledger's room and the group's time for many calls. */
final class CommandLimits {
    /** As many parts as Linq takes in a message (reference 3.2); as messages of their own they keep a group busy for minutes. */
    private static final int MAX_LINKS = 100;

    /** Characters in the bodies of all calls: as many as a command may have bytes, and fewer than a column of H2 takes. */
    private static final long MAX_CHARACTERS = 1_000_000;

    private CommandLimits() {}

    /** @throws CommandRefused when more links follow than one message may have */
    static void requireLinkLimit(ChatCommand command, SplitMessage message) {
        int links = message.followUps().size();
        if (links > MAX_LINKS) {
            throw refused(
                    command,
                    "has %,d different links, each of which would follow as a message of its own; at most %d are taken."
                            + " Send fewer, or several commands",
                    links,
                    MAX_LINKS);
        }
    }

    /** @throws CommandRefused when the bodies of its calls are too large together */
    static Plan requireSizeLimit(Plan plan) {
        long characters =
                plan.calls().stream().mapToLong(call -> call.body().length()).sum();
        if (characters > MAX_CHARACTERS) {
            throw refused(
                    plan.command(),
                    "comes to %,d calls with %,d characters together; at most %,d are taken. Send several commands",
                    plan.calls().size(),
                    characters,
                    MAX_CHARACTERS);
        }
        return plan;
    }

    private static CommandRefused refused(ChatCommand command, String message, Object... figures) {
        return new CommandRefused(command, new Problem("/message", String.format(Locale.ROOT, message, figures)));
    }
}
