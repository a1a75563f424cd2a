package dev.linqroutes.sandbox.people;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.MessageContent;
import dev.linqroutes.sandbox.account.Person;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A message in a direct chat can opt its sender out of all direct messages, which its chat then shows; any other one lifts that, in
 * all chats (reference 2.15).
 */
final class OptOuts {
    private static final Set<String> WORDS = Set.of("STOP", "UNSUBSCRIBE", "OPTOUT", "CANCEL", "END", "QUIT");
    private static final Pattern OPT_OUT = Pattern.compile("(?i)opt[ -]?out");

    private final Account account;

    OptOuts(Account account) {
        this.account = account;
    }

    /** @return the direct chat with what the message says about it */
    Chat apply(Chat chat, Person sender, MessageContent content, Instant at) {
        boolean stop = content.parts().size() == 1
                && matches(content.parts().path(0).path("value").asText());
        if (sender.optedOut() != stop) {
            account.commit(new AccountChange.PersonSaved(sender.withOptedOut(stop)));
        }
        if (!stop) {
            liftElsewhere(chat, sender, at);
        }
        return chat.withOptedOut(stop, at);
    }

    private void liftElsewhere(Chat chat, Person sender, Instant at) {
        List<Chat> others = account.chats().withHandle(sender.handle()).stream()
                .map(Conversation::chat)
                .filter(other -> other.optedOut() && !other.id().equals(chat.id()))
                .toList();
        others.forEach(other -> account.commit(new AccountChange.ChatSaved(other.withOptedOut(false, at))));
    }

    private static boolean matches(String text) {
        String trimmed = text.strip();
        return WORDS.contains(trimmed) || OPT_OUT.matcher(trimmed).matches();
    }
}
