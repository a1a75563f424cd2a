package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Attachment;
import dev.linqroutes.sandbox.account.AttachmentFiles;
import dev.linqroutes.sandbox.content.MediaTypes;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Announces, reads and deletes attachments (reference 2.13). Their bytes come by {@link AttachmentTransfer}. */
public final class AttachmentEndpoints {
    private final Account account;
    private final AttachmentFiles files;

    public AttachmentEndpoints(Account account, AttachmentFiles files) {
        this.account = account;
        this.files = files;
    }

    ApiResponse create(ApiRequest request) {
        JsonFields body = request.body();
        String filename = body.text("filename");
        if (filename.isEmpty() || filename.length() > 255) {
            throw ApiError.invalidValue("'filename' must have 1 to 255 characters");
        }
        String type = body.text("content_type");
        if (!MediaTypes.isSupported(type)) {
            throw new ApiError(400, 5004, "Files of type '" + type + "' are not supported");
        }
        String id = UUID.randomUUID().toString();
        String origin = request.context().request().scheme() + "://"
                + request.context().request().getHeader("Host");
        String path = "/attachments/partners/" + account.id() + "/" + id + "/" + encoded(filename);
        Attachment attachment = new Attachment(
                id,
                filename,
                type,
                size(body),
                UUID.randomUUID().toString(),
                origin + path,
                request.at(),
                Optional.empty());
        account.commit(new AccountChange.AttachmentSaved(attachment));
        return ApiResponse.created(announced(attachment, origin));
    }

    private static long size(JsonFields body) {
        long size = body.optionalInt("size_bytes").orElseThrow(() -> ApiError.missingField("size_bytes"));
        if (size < 1) {
            throw ApiError.invalidValue("'size_bytes' must be positive");
        }
        if (size > Attachment.MAX_SIZE) {
            throw new ApiError(400, 5005, "A file may have at most " + Attachment.MAX_SIZE + " bytes");
        }
        return size;
    }

    private static String encoded(String filename) {
        return URLEncoder.encode(filename, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ObjectNode announced(Attachment attachment, String origin) {
        ObjectNode answer = JsonTrees.object()
                .put("attachment_id", attachment.id())
                .put("upload_url", origin + "/attachments/uploads/" + attachment.id() + "?token=" + attachment.token())
                .put("http_method", "PUT")
                .put("download_url", attachment.downloadUrl())
                .put("expires_at", attachment.uploadUntil().toString());
        answer.putObject("required_headers")
                .put("Content-Type", attachment.contentType())
                .put("Content-Length", Long.toString(attachment.sizeBytes()));
        return answer;
    }

    ApiResponse read(ApiRequest request) {
        Attachment attachment = account.requireAttachment(request.id());
        return ApiResponse.ok(JsonTrees.object()
                .put("id", attachment.id())
                .put("filename", attachment.filename())
                .put("content_type", attachment.contentType())
                .put("size_bytes", attachment.sizeBytes())
                .put("status", attachment.status(request.at()))
                .put("download_url", attachment.downloadUrl())
                .put("created_at", attachment.createdAt().toString()));
    }

    /** Messages that have it keep their part; its address gives 404 then. */
    ApiResponse delete(ApiRequest request) {
        Attachment attachment = account.requireAttachment(request.id());
        account.commit(new AccountChange.AttachmentDeleted(attachment.id()));
        files.remove(attachment.id());
        return ApiResponse.noContent();
    }
}
