package dev.linqroutes.sandbox.account;

import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import dev.linqroutes.sandbox.http.ApiError;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What requests with an idempotency key were answered. Linq does not document the scope of keys; here it is the account, the widest,
 * so that clients that rely on a narrower scope are found.
 */
final class IdempotencyKeys {
    private final Map<String, FirstAnswer> answers = new HashMap<>();

    /** Keys of deleted messages, the longest deleted first. */
    private final Set<String> deleted = new LinkedHashSet<>();

    void add(FirstAnswer answer) {
        keyOf(answer.message()).ifPresent(key -> answers.put(key, answer));
    }

    /** Those of people's messages are not the account's. */
    private static Optional<String> keyOf(SandboxMessage message) {
        return message.content().idempotencyKey().filter(key -> message.fromMe());
    }

    /** The key of a deleted message is never used again (reference 1.3). */
    void delete(SandboxMessage message) {
        forget(message).ifPresent(this::addDeleted);
    }

    void addDeleted(String key) {
        deleted.add(key);
    }

    /** @return its key, if it had one */
    Optional<String> forget(SandboxMessage message) {
        Optional<String> key = keyOf(message);
        key.ifPresent(answers::remove);
        return key;
    }

    void forgetDeleted(String key) {
        deleted.remove(key);
    }

    Collection<FirstAnswer> answers() {
        return Collections.unmodifiableCollection(answers.values());
    }

    Collection<String> deleted() {
        return Collections.unmodifiableCollection(deleted);
    }

    /** @throws ApiError 404/2002 when the message was deleted since (reference 1.3) */
    Optional<FirstAnswer> find(String key) {
        if (deleted.contains(key)) {
            throw new ApiError(404, 2002, "Message not found");
        }
        return Optional.ofNullable(answers.get(key));
    }
}
