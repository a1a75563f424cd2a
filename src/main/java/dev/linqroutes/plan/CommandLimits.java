package dev.linqroutes.plan;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import java.util.Locale;

/** Limits of a command: a producer must not fill the ledger or block a group with very many calls. */
final class CommandLimits {
    /** The number of parts that Linq allows in a message (reference 3.2). Sent as separate messages they take minutes. */
    private static final int MAX_LINKS = 100;

    /** Characters in the bodies of all calls: as many as a command may have bytes, and less than a text column of H2 holds. */
    private static final long MAX_CHARACTERS = 1_000_000;

    private CommandLimits() {}

    /** @throws CommandRefused when there are more links than one message may have */
    static void requireLinkLimit(ChatCommand command, SplitMessage message) {
        int links = message.followUps().size();
        if (links > MAX_LINKS) {
            throw refused(
                    command,
                    "has %,d different %s, each of which would be sent as a separate message; at most %d are allowed."
                            + " Send fewer links, or several commands",
                    links,
                    message.followUps().stream().anyMatch(UnknownContent::isCard) ? "links and cards" : "links",
                    MAX_LINKS);
        }
    }

    /** @throws CommandRefused when the bodies of the calls are too large in total */
    static Plan requireSizeLimit(Plan plan) {
        long characters =
                plan.calls().stream().mapToLong(call -> call.body().length()).sum();
        if (characters > MAX_CHARACTERS) {
            throw refused(
                    plan.command(),
                    "results in %,d calls with %,d characters in total; at most %,d are allowed. Send several commands",
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
