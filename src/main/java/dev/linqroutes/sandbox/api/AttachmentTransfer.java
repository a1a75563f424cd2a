package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Attachment;
import dev.linqroutes.sandbox.account.AttachmentFiles;
import dev.linqroutes.sandbox.faults.FaultyAnswer;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes and gives the bytes of attachments, at addresses that need no API key, as those of Linq's storage (reference 2.13). Its
 * errors are undocumented: here 403/5001 when an upload is not as announced, and 404/2003 when there is nothing to download.
 */
final class AttachmentTransfer {
    private final Accounts accounts;
    private final AnswerWriter answers;
    private final AttachmentFiles files;
    private final Duration delay;

    private static final ApiResponse STORED = new ApiResponse(200, Optional.empty());

    /** An attachment and the account that it belongs to. */
    private record Owned(AccountApi api, Attachment attachment) {}

    /** @param delay between the end of an upload and the attachment being ready */
    AttachmentTransfer(Accounts accounts, AnswerWriter answers, AttachmentFiles files, Duration delay) {
        this.accounts = accounts;
        this.answers = answers;
        this.files = files;
        this.delay = delay;
    }

    /** Reads the whole body also when it refuses it: a client that is still sending would not see an earlier answer. */
    void upload(RoutingContext context) {
        Optional<Owned> owned = find(context)
                .filter(found -> MessageDigest.isEqual(
                        bytes(found.attachment().token()),
                        bytes(context.request().getParam("token", ""))));
        long size = owned.map(found -> found.attachment().sizeBytes()).orElse(0L);
        ReceivedFile file = new ReceivedFile(files, size);
        HttpServerRequest request = context.request();
        request.handler(chunk -> {
            file.add(chunk);
            if (file.received() > Attachment.MAX_SIZE) {
                request.connection().close();
            }
        });
        request.exceptionHandler(broken -> file.discard());
        request.endHandler(end -> {
            Optional<ApiError> refusal = refusal(owned, request.headers(), file.received());
            if (refusal.isPresent()) {
                file.discard();
                answers.refuse(context, refusal.get());
            } else {
                finish(context, owned.orElseThrow(), file);
            }
        });
    }

    private void finish(RoutingContext context, Owned owned, ReceivedFile file) {
        Optional<FaultyAnswer> fault = owned.api()
                .faults
                .drawForUpload(AnswerWriter.request(context).traceId())
                .map(drawn -> ApiGateway.strike(owned.api(), context, drawn));
        if (fault.filter(FaultyAnswer::replacesEndpoint).isPresent()) {
            file.discard();
            fault.get().sendInstead(context, answers.sender(context));
            return;
        }
        accept(owned, file);
        fault.ifPresentOrElse(drawn -> drawn.send(context, STORED, answers.sender(context)), () -> context.response()
                .end());
    }

    private void accept(Owned owned, ReceivedFile file) {
        Attachment.Upload upload = new Attachment.Upload(
                file.keepAs(owned.attachment().id()),
                owned.api().timeline.now().plus(delay),
                !file.isNot(owned.attachment().contentType()));
        owned.api()
                .account
                .commit(new AccountChange.AttachmentSaved(owned.attachment().uploaded(upload)));
        owned.api().account.flush();
    }

    private static Optional<ApiError> refusal(Optional<Owned> owned, MultiMap headers, long received) {
        Optional<Attachment> present = owned.map(found ->
                found.api().account.attachments().get(found.attachment().id()));
        // It may have been deleted meanwhile.
        if (present.isEmpty()) {
            return refusal("There is no such upload");
        }
        Attachment attachment = present.get();
        if (attachment.uploadUntil().isBefore(owned.get().api().timeline.now())) {
            return refusal("The upload URL expired at " + attachment.uploadUntil());
        }
        if (!attachment.contentType().equals(headers.get("Content-Type"))) {
            return refusal("The header Content-Type must be " + attachment.contentType());
        }
        return received == attachment.sizeBytes()
                ? Optional.empty()
                : refusal("The file must have " + attachment.sizeBytes() + " bytes, not " + received);
    }

    private static Optional<ApiError> refusal(String problem) {
        return Optional.of(new ApiError(403, 5001, problem));
    }

    /** As an attachment, so that a browser shows no page of somebody else as the sandbox's own. */
    void download(RoutingContext context) {
        Optional<Owned> owned = find(context)
                .filter(found -> found.attachment().isReady(found.api().timeline.now()));
        owned.flatMap(found -> files.find(found.attachment().id()))
                .ifPresentOrElse(
                        bytes -> context.response()
                                .putHeader(
                                        "Content-Type",
                                        owned.orElseThrow().attachment().contentType())
                                .putHeader("Content-Disposition", "attachment")
                                .end(bytes),
                        () -> answers.refuse(
                                context,
                                new ApiError(
                                        404, 2003, "The sandbox does not have the bytes of such a file (any more)")));
    }

    private Optional<Owned> find(RoutingContext context) {
        String id = context.pathParam("id").toLowerCase(Locale.ROOT);
        return accounts.all()
                .filter(api -> api.account.attachments().containsKey(id))
                .map(api -> new Owned(api, api.account.attachments().get(id)))
                .findFirst();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
