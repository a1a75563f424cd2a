package dev.linqroutes.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.LedgerException;
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
        answers.comesAgain(new CompletionException(new LedgerException("away", null)));
        answers.comesAgain(new StackOverflowError());

        assertThat(counts())
                .isEqualTo(Map.of(
                        WebhookAnswer.STORED, 2L,
                        WebhookAnswer.UNSIGNED, 1L,
                        WebhookAnswer.WRONG_SIGNATURE, 1L,
                        WebhookAnswer.WRONG_TIME, 1L,
                        WebhookAnswer.LAGGING, 1L,
                        WebhookAnswer.LEDGER_AWAY, 1L,
                        WebhookAnswer.FAILED, 1L,
                        WebhookAnswer.NO_SECRET, 0L));
    }

    private Map<WebhookAnswer, Long> counts() {
        return Arrays.stream(WebhookAnswer.values()).collect(Collectors.toMap(each -> each, answers::count));
    }
}
