package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.delivery.WebhookDispatcher;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.record.DeliveryRecorder;
import java.util.ArrayList;
import java.util.List;

/** Sends webhooks again: {@code /sandbox/deliveries/{id}/resend}. */
public final class DeliveryEndpoints {
    private static final int MAX_TIMES = 100;

    private final WebhookDispatcher deliveries;
    private final DeliveryRecorder log;

    DeliveryEndpoints(WebhookDispatcher deliveries, DeliveryRecorder log) {
        this.deliveries = deliveries;
        this.log = log;
    }

    /** {@code {"times": 2}}, by default once: further deliveries of the same event with the same body. */
    ApiResponse resend(ApiRequest request) {
        WebhookDelivery webhook = log.require(request.id());
        int times = request.hasBody() ? request.body().optionalInt("times").orElse(1) : 1;
        if (times < 1 || times > MAX_TIMES) {
            throw ApiError.invalidValue("'times' must be between 1 and " + MAX_TIMES);
        }
        List<String> ids = new ArrayList<>();
        for (int count = 0; count < times; count++) {
            ids.add(deliveries.sendAgain(webhook).id());
        }
        ObjectNode answer = JsonTrees.object();
        answer.set("delivery_ids", JsonTrees.texts(ids));
        return ApiResponse.accepted(answer);
    }
}
