package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.webhook.verify.WebhookDeferred;
import dev.linqroutes.webhook.verify.WebhookRejected;
import dev.linqroutes.webhook.verify.WebhookResult;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebhookResponsesTest {
    private final WebhookResponses responses = new WebhookResponses();

    @Test
    void every_response_is_counted_by_its_result() {
        responses.countAccepted(WebhookResult.STORED);
        responses.countAccepted(WebhookResult.STORED);
        responses.countAccepted(WebhookResult.DROPPED);
        responses.countRejected(new WebhookRejected(WebhookResult.UNSIGNED, "no"));
        responses.countRejected(new WebhookRejected(WebhookResult.WRONG_SIGNATURE, "no"));
        responses.countUnavailable(new WebhookDeferred(WebhookResult.WRONG_TIME, "no"));
        responses.countUnavailable(new CompletionException(new WebhookDeferred(WebhookResult.LAGGING, "no")));
        responses.countUnavailable(new CompletionException(new LedgerUnavailable("away", null)));
        responses.countUnavailable(new StackOverflowError());
        responses.countUnavailable(WebhookResult.NO_ROOM, "no");
        responses.countUnavailable(WebhookResult.BODY_TIMEOUT, "no");
        responses.countUnavailable(new WebhookDeferred(WebhookResult.UNVERIFIABLE, "no"));
        responses.retryTooLarge(1_000);

        assertThat(counts())
                .isEqualTo(Map.ofEntries(
                        Map.entry(WebhookResult.STORED, 2L),
                        Map.entry(WebhookResult.DROPPED, 1L),
                        Map.entry(WebhookResult.UNSIGNED, 1L),
                        Map.entry(WebhookResult.WRONG_SIGNATURE, 1L),
                        Map.entry(WebhookResult.UNVERIFIABLE, 1L),
                        Map.entry(WebhookResult.WRONG_TIME, 1L),
                        Map.entry(WebhookResult.LAGGING, 1L),
                        Map.entry(WebhookResult.NO_ROOM, 1L),
                        Map.entry(WebhookResult.BODY_TIMEOUT, 1L),
                        Map.entry(WebhookResult.TOO_LARGE, 1L),
                        Map.entry(WebhookResult.LEDGER_AWAY, 1L),
                        Map.entry(WebhookResult.FAILED, 1L),
                        Map.entry(WebhookResult.NO_SECRET, 0L)));
    }

    private Map<WebhookResult, Long> counts() {
        return Arrays.stream(WebhookResult.values()).collect(Collectors.toMap(each -> each, responses::count));
    }
}
