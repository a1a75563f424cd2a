package dev.linqroutes.sandbox.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.Attachment;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.UuidCheck;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Reads the file of a media part, a voice memo or a sticker: an attachment of the account or an address (reference 2.13, 3.2). */
public final class MediaReader {
    private static final long MAX_VOICE_MEMO = 10 * 1024 * 1024;

    /** Of a file whose address tells nothing. */
    private static final String UNKNOWN = "application/octet-stream";

    private final Account account;
    private final Timeline timeline;

    public MediaReader(Account account, Timeline timeline) {
        this.account = account;
        this.timeline = timeline;
    }

    /** A media part, in the form of Linq's responses (reference 3.4). */
    ObjectNode part(JsonFields part) {
        ObjectNode media = read(part, "url");
        if (part.optionalFlag("sticker").orElse(false)) {
            if (!isOrMayBe(media, MediaTypes::isImage)) {
                throw ApiError.invalidValue("'" + part.pathOf("sticker") + "' needs an image");
            }
            media.put("sticker", true);
        }
        return media;
    }

    /** @throws ApiError 400/5004 unless it is a recording, 400/5005 when it has over 10 MB (reference 2.12) */
    public ObjectNode voiceMemo(JsonFields memo) {
        ObjectNode media = read(memo, "voice_memo_url");
        if (!isOrMayBe(media, MediaTypes::isVoice)) {
            throw new ApiError(400, 5004, "A voice memo must be mp3, m4a, aac, caf, wav, aiff or amr");
        }
        if (media.path("size_bytes").longValue() > MAX_VOICE_MEMO) {
            throw new ApiError(400, 5005, "A voice memo may have at most 10 MB");
        }
        return media;
    }

    /** An image of the account's own attachments, in the form of a sticker (reference 0.10). */
    public ObjectNode sticker(JsonFields reaction) {
        reaction.optionalText("url")
                .filter(url -> !RemoteFiles.isAttachment(url))
                .ifPresent(url -> {
                    throw ApiError.invalidValue("'url' must be the download_url of an attachment");
                });
        ObjectNode media = read(reaction, "url");
        if (!isOrMayBe(media, MediaTypes::isImage)) {
            throw new ApiError(400, 5004, "A sticker must be an image");
        }
        ObjectNode sticker = JsonTrees.object();
        sticker.set("file_name", media.get("filename"));
        sticker.set("mime_type", media.get("mime_type"));
        sticker.set("url", media.get("url"));
        return sticker;
    }

    /**
     * The image behind an address, in the form of a sticker. Without a name that tells its type, PNG as most stickers are.
     *
     * @throws ApiError as {@link #requireImage}
     */
    public ObjectNode stickerAt(String url, String field) {
        requireImage(url, field);
        String name = RemoteFiles.nameOf(url);
        return JsonTrees.object()
                .put("file_name", name)
                .put("mime_type", MediaTypes.ofName(name).orElse("image/png"))
                .put("url", url);
    }

    private static boolean isOrMayBe(ObjectNode media, Predicate<String> kind) {
        String type = media.path("mime_type").textValue();
        return type.equals(UNKNOWN) || kind.test(type);
    }

    private ObjectNode read(JsonFields fields, String urlField) {
        if (fields.has("attachment_id") == fields.has(urlField)) {
            throw ApiError.invalidContent("Give exactly one of '" + urlField + "' and 'attachment_id'");
        }
        if (fields.has("attachment_id")) {
            String id = fields.text("attachment_id");
            UuidCheck.require(id, fields.pathOf("attachment_id"));
            return attached(account.requireAttachment(id.toLowerCase(Locale.ROOT)));
        }
        String url = fields.text(urlField);
        return RemoteFiles.isAttachment(url) ? attached(ofUrl(url)) : fetched(url, fields.pathOf(urlField));
    }

    /**
     * For an icon, a picture or a background. What Linq answers where it is an attachment that cannot be used is not known: here the
     * same as for other addresses.
     *
     * @throws ApiError 400/5006 or 400/5007 when this is not the address of an image (reference 2.5 and 0.14), or what it asks for
     */
    public void requireImage(String url, String field) {
        RemoteFiles.requireImage(url, field);
        if (RemoteFiles.isAttachment(url)) {
            Attachment attachment = findByUrl(url)
                    .filter(found -> found.isReady(timeline.now()))
                    .orElseThrow(() -> new ApiError(400, 5007, "'" + field + "' names no attachment that is ready"));
            requireAsAnnounced(attachment);
            if (!MediaTypes.isImage(attachment.contentType())) {
                throw new ApiError(400, 5007, "'" + field + "' is not an image but " + attachment.contentType());
            }
        }
    }

    private Attachment ofUrl(String url) {
        return findByUrl(url).orElseThrow(() -> new ApiError(404, 2003, "Attachment not found"));
    }

    private Optional<Attachment> findByUrl(String url) {
        return account.attachments().values().stream()
                .filter(attachment -> attachment.downloadUrl().equals(url))
                .findFirst();
    }

    private static void requireAsAnnounced(Attachment attachment) {
        if (attachment.isOfAnotherType()) {
            throw new ApiError(400, 5006, "The attachment is not a file of the type " + attachment.contentType());
        }
    }

    private ObjectNode attached(Attachment attachment) {
        if (!attachment.isReady(timeline.now())) {
            throw new ApiError(404, 2007, "The attachment is not ready yet");
        }
        requireAsAnnounced(attachment);
        return view(
                attachment.id(),
                attachment.filename(),
                attachment.contentType(),
                attachment.sizeBytes(),
                attachment.downloadUrl());
    }

    /** Unless it is fetched, its type is derived from the name and its size is unknown. */
    private static ObjectNode fetched(String url, String path) {
        if (!RemoteFiles.isHttps(url)) {
            throw ApiError.invalidValue("'" + path + "' must be an https address");
        }
        Optional<RemoteFile> file = RemoteFiles.requireMedia(url);
        String name = RemoteFiles.nameOf(url);
        Optional<String> type =
                file.flatMap(RemoteFile::contentType).filter(MediaTypes::isSent).or(() -> MediaTypes.ofName(name));
        if (type.isEmpty() && (file.isPresent() || !MediaTypes.extension(name).isEmpty())) {
            throw new ApiError(400, 5004, "Files like '" + name + "' are not supported");
        }
        long size = file.map(RemoteFile::size).orElse(0L);
        return view(UUID.randomUUID().toString(), name, type.orElse(UNKNOWN), size, url);
    }

    private static ObjectNode view(String id, String name, String type, long size, String url) {
        return JsonTrees.object()
                .put("type", "media")
                .put("id", id)
                .put("filename", name)
                .put("mime_type", type)
                .put("size_bytes", size)
                .put("url", url);
    }
}
