package dev.linqroutes.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.LedgerUnavailable;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebhookAnswersTest {
    private final WebhookAnswers answers = new WebhookAnswers();

    @Test
    void every_answer_is_counted_by_what_became_of_the_webhook() {
        answers.stored();
        answers.stored();
        answers.rejected(new WebhookRejected(WebhookAnswer.UNSIGNED, "no"));
        answers.rejected(new WebhookRejected(WebhookAnswer.WRONG_SIGNATURE, "no"));
        answers.comesAgain(new WebhookRefused(WebhookAnswer.WRONG_TIME, "no"));
        answers.comesAgain(new CompletionException(new WebhookRefused(WebhookAnswer.LAGGING, "no")));
        answers.comesAgain(new CompletionException(new LedgerUnavailable("away", null)));
        answers.comesAgain(new StackOverflowError());
        answers.comesAgain(WebhookAnswer.NO_ROOM, "no");
        answers.comesAgain(WebhookAnswer.BODY_TIMEOUT, "no");
        answers.comesAgain(new WebhookRefused(WebhookAnswer.UNVERIFIABLE, "no"));
        answers.tooLarge(1_000);

        assertThat(counts())
                .isEqualTo(Map.ofEntries(
                        Map.entry(WebhookAnswer.STORED, 2L),
                        Map.entry(WebhookAnswer.UNSIGNED, 1L),
                        Map.entry(WebhookAnswer.WRONG_SIGNATURE, 1L),
                        Map.entry(WebhookAnswer.UNVERIFIABLE, 1L),
                        Map.entry(WebhookAnswer.WRONG_TIME, 1L),
                        Map.entry(WebhookAnswer.LAGGING, 1L),
                        Map.entry(WebhookAnswer.NO_ROOM, 1L),
                        Map.entry(WebhookAnswer.BODY_TIMEOUT, 1L),
                        Map.entry(WebhookAnswer.TOO_LARGE, 1L),
                        Map.entry(WebhookAnswer.LEDGER_AWAY, 1L),
                        Map.entry(WebhookAnswer.FAILED, 1L),
                        Map.entry(WebhookAnswer.NO_SECRET, 0L)));
    }

    private Map<WebhookAnswer, Long> counts() {
        return Arrays.stream(WebhookAnswer.values()).collect(Collectors.toMap(each -> each, answers::count));
    }
}
