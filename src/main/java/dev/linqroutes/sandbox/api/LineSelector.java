package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.LineSelection.Reason;
import dev.linqroutes.sandbox.account.SandboxHandles;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.ApiError;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the line, and the chat if there is one, of a message that names only its recipients (reference 2.10). Named groups are not
 * matched, as for a create. The best line is undocumented: here the first that is neither flagged nor excluded.
 */
final class LineSelector {
    private final Account account;

    LineSelector(Account account) {
        this.account = account;
    }

    /**
     * @param chat the chat to reuse; empty for a new one
     * @param previous the newest chat with these recipients on a flagged line, only with {@code FAILOVER_FLAGGED}
     */
    record Choice(Reason reason, String line, Optional<Conversation> chat, Optional<Conversation> previous) {}

    /**
     * @param excluded lines that no new chat may have; an existing chat keeps its line
     * @throws ApiError 400/1005 when all lines that could send are excluded, 409/2015 when no line can
     */
    Choice choose(List<String> to, Collection<String> excluded) {
        requireNumbers(excluded);
        Comparator<Conversation> preference = Comparator.<Conversation, Boolean>comparing(
                        conversation -> !excluded.contains(lineOf(conversation)))
                .thenComparing(LineSelector::lastActivity);
        List<Conversation> matching = account.lines().stream()
                .flatMap(line -> account.chats().findReusable(line.number(), to).stream())
                .sorted(preference.reversed())
                .toList();
        return matching.stream()
                .filter(conversation -> !isFlagged(lineOf(conversation)))
                .findFirst()
                .map(chat -> new Choice(Reason.REUSED_ACTIVE_CHAT, lineOf(chat), Optional.of(chat), Optional.empty()))
                .orElseGet(() -> new Choice(
                        matching.isEmpty() ? Reason.NEW_BEST_NUMBER : Reason.FAILOVER_FLAGGED,
                        bestLine(excluded),
                        Optional.empty(),
                        matching.stream().findFirst()));
    }

    private static void requireNumbers(Collection<String> excluded) {
        if (!excluded.stream().allMatch(SandboxHandles::isNumber)) {
            throw new ApiError(400, 1002, "'exclude_from' must be E.164 numbers");
        }
    }

    private String bestLine(Collection<String> excluded) {
        List<String> able = account.lines().stream()
                .filter(line -> !line.flagged())
                .map(Line::number)
                .toList();
        if (able.isEmpty()) {
            throw ApiError.conflict("None of your lines can send");
        }
        return able.stream()
                .filter(line -> !excluded.contains(line))
                .findFirst()
                .orElseThrow(() -> ApiError.invalidValue("'exclude_from' excludes all of your lines that can send"));
    }

    private boolean isFlagged(String line) {
        return account.line(line).filter(Line::flagged).isPresent();
    }

    private static String lineOf(Conversation conversation) {
        return conversation.chat().line().handle();
    }

    private static Instant lastActivity(Conversation conversation) {
        List<SandboxMessage> messages = conversation.messages();
        return messages.isEmpty()
                ? conversation.chat().createdAt()
                : messages.get(messages.size() - 1).createdAt();
    }
}
