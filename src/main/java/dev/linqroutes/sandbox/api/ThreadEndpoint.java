package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.ResourceViews;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.ResultPage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message with all replies of its thread (reference 2.11 and 0.16). */
public final class ThreadEndpoint {
    private final ChatAccess access;

    public ThreadEndpoint(ChatAccess access) {
        this.access = access;
    }

    /** Oldest first, unless {@code order=desc}. */
    ApiResponse list(ApiRequest request) {
        ChatAccess.Found found = access.messageToRead(request);
        String order = request.query("order").orElse("asc");
        if (!Set.of("asc", "desc").contains(order)) {
            throw ApiError.invalidValue("'order' must be asc or desc");
        }
        List<SandboxMessage> thread = thread(found.conversation().messages(), found.message());
        if (order.equals("desc")) {
            Collections.reverse(thread);
        }
        ResultPage<SandboxMessage> page = ResultPage.of(thread, each -> true, request, 50);
        return ApiResponse.ok(page.view("messages", each -> ResourceViews.message(found.chat(), each)));
    }

    private static List<SandboxMessage> thread(List<SandboxMessage> messages, SandboxMessage wanted) {
        Map<String, String> originators = new HashMap<>();
        // A reply is always newer than what it replies to, which may have been deleted.
        for (SandboxMessage message : messages) {
            String originator = message.content()
                    .replyTo()
                    .map(reply -> reply.required("message_id").textValue())
                    .map(id -> originators.getOrDefault(id, id))
                    .orElse(message.id());
            originators.put(message.id(), originator);
        }
        String originator = originators.get(wanted.id());
        List<SandboxMessage> thread = new ArrayList<>(messages);
        thread.removeIf(message -> !originators.get(message.id()).equals(originator));
        return thread;
    }
}
