package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.AttachmentFiles;
import dev.linqroutes.sandbox.content.FileSignatures;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An upload in progress. Its bytes are kept only if there is room for as many as were announced. */
final class ReceivedFile {
    private final AttachmentFiles files;
    private final MessageDigest digest = sha256();
    private final Buffer bytes = Buffer.buffer();
    private final Buffer start = Buffer.buffer();
    private final long announced;
    private boolean reserved;
    private long received;

    ReceivedFile(AttachmentFiles files, long announced) {
        this.files = files;
        this.announced = announced;
        this.reserved = files.reserve(announced);
    }

    void add(Buffer chunk) {
        received += chunk.length();
        digest.update(chunk.getBytes());
        int wanted = Math.min(FileSignatures.LENGTH - start.length(), chunk.length());
        start.appendBuffer(chunk, 0, wanted);
        if (reserved && received <= announced) {
            bytes.appendBuffer(chunk);
        }
    }

    long received() {
        return received;
    }

    /** Whether it is certainly not of this type. */
    boolean isNot(String contentType) {
        return FileSignatures.contradict(contentType, start.getBytes());
    }

    /** @return the SHA-256 of the complete file, lower-case hex */
    String keepAs(String id) {
        if (reserved) {
            reserved = false;
            files.put(id, bytes);
        } else {
            files.remove(id);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    void discard() {
        if (reserved) {
            reserved = false;
            files.release(announced);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
