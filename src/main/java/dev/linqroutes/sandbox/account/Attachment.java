package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that the account uploads before it sends it (reference 2.13).
 *
 * @param token part of the upload URL, which needs no API key
 * @param upload present once the bytes have arrived
 */
public record Attachment(
        String id,
        String filename,
        String contentType,
        long sizeBytes,
        String token,
        String downloadUrl,
        Instant createdAt,
        Optional<Upload> upload) {
    public static final long MAX_SIZE = 104_857_600;
    private static final Duration UPLOAD_WINDOW = Duration.ofMinutes(15);

    /**
     * @param sha256 of the bytes, lower-case hex
     * @param readyAt from when on messages can use it
     * @param asAnnounced false when the bytes are certainly of another type
     */
    public record Upload(String sha256, Instant readyAt, boolean asAnnounced) {}

    public Attachment uploaded(Upload newUpload) {
        return new Attachment(
                id, filename, contentType, sizeBytes, token, downloadUrl, createdAt, Optional.of(newUpload));
    }

    /** Approximate bytes of memory, without those of the file. */
    long weight() {
        return 5 * Weights.OBJECT + filename.length() + downloadUrl.length();
    }

    /** Until when the upload URL is valid. */
    public Instant uploadUntil() {
        return createdAt.plus(UPLOAD_WINDOW);
    }

    public boolean isReady(Instant now) {
        return upload.filter(done -> !done.readyAt().isAfter(now)).isPresent();
    }

    /** Whether its bytes have arrived and are of another type than was announced. */
    public boolean isOfAnotherType() {
        return upload.filter(done -> !done.asAnnounced()).isPresent();
    }

    public String status(Instant now) {
        if (isOfAnotherType()) {
            return "failed";
        }
        if (upload.isEmpty()) {
            return uploadUntil().isAfter(now) ? "pending" : "failed";
        }
        return isReady(now) ? "complete" : "pending";
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object()
                .put("id", id)
                .put("filename", filename)
                .put("content_type", contentType)
                .put("size_bytes", sizeBytes)
                .put("token", token)
                .put("download_url", downloadUrl)
                .put("created_at", createdAt.toString());
        upload.ifPresent(done -> json.putObject("upload")
                .put("sha256", done.sha256())
                .put("ready_at", done.readyAt().toString())
                .put("as_announced", done.asAnnounced()));
        return json;
    }

    static Attachment read(JsonNode json) {
        return new Attachment(
                json.required("id").textValue(),
                json.required("filename").textValue(),
                json.required("content_type").textValue(),
                json.required("size_bytes").longValue(),
                json.required("token").textValue(),
                json.required("download_url").textValue(),
                JsonTrees.instant(json, "created_at"),
                JsonTrees.field(json, "upload")
                        .map(done -> new Upload(
                                done.required("sha256").textValue(),
                                JsonTrees.instant(done, "ready_at"),
                                done.path("as_announced").asBoolean(true))));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Attachment[" + id + " " + contentType + "]";
    }
}
