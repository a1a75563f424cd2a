package dev.linqroutes.app;

import dev.linqroutes.ledger.confirm.EventRecorder;
import dev.linqroutes.webhook.server.EventIntake;
import dev.linqroutes.webhook.server.WebhookResponses;
import dev.linqroutes.webhook.verify.WebhookVerifier;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** What the route webhooks names. */
final class WebhookBeans {
    private WebhookBeans() {}

    static WebhookVerifier verifier(Settings settings, Clock clock) {
        return new WebhookVerifier(settings.list("linq.webhook.secret"), settings.flag("linq.webhook.legacy"), clock);
    }

    /** @return the bean that counts webhooks by result */
    static WebhookResponses bind(CamelContext context, Settings settings, EventRecorder events, Clock clock) {
        Registry beans = context.getRegistry();
        WebhookResponses responses = new WebhookResponses();
        beans.bind("webhookVerifier", verifier(settings, clock));
        beans.bind("webhookResponses", responses);
        beans.bind(
                "eventIntake",
                new EventIntake(
                        KafkaBeans.eventTopics(settings)::isDropped,
                        events::record,
                        events::longestWait,
                        settings.duration("linq.webhook.max-queue-time"),
                        context.getExecutorServiceManager().newSingleThreadExecutor(responses, "webhook-answers")));
        return responses;
    }
}
