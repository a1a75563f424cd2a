package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.ChatStore.FirstAnswer;
import dev.linqroutes.sandbox.content.IdempotencyKeyReader;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import java.util.Optional;

/**
 * What a request with the idempotency key of an earlier one gets (reference 1.3). Comes before all other checks: the first request
 * has passed them, and what they ask for may have changed since.
 */
public final class FirstAnswers {
    private final Account account;

    public FirstAnswers(Account account) {
        this.account = account;
    }

    Optional<FirstAnswer> toMessage(ApiRequest request) {
        return find(request, request.body().optionalObject("message").flatMap(IdempotencyKeyReader::of), false);
    }

    Optional<FirstAnswer> toPoll(ApiRequest request) {
        return find(request, request.body().optionalObject("poll").flatMap(IdempotencyKeyReader::of), true);
    }

    /**
     * @throws ApiError 404/2002 when the message was deleted since, 400/1005 when the key is of something else: undocumented, and the
     *     client has certainly made a mistake
     */
    Optional<FirstAnswer> find(ApiRequest request, Optional<String> key, boolean poll) {
        Optional<FirstAnswer> answer = key.flatMap(account.chats()::findAnswer);
        answer.ifPresent(first -> {
            if (first.message().poll().isPresent() != poll) {
                throw ApiError.invalidValue("The idempotency key is that of a "
                        + (poll ? "message, not of a poll" : "poll, not of a message"));
            }
            // What it says now does not matter.
            request.body().anything();
        });
        return answer;
    }
}
