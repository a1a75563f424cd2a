package dev.linqroutes.webhook.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Decodes a body that a proxy between Linq and this server has compressed. The body is not verified yet, so the size of the
 * result is limited in proportion to the size of the input.
 */
final class WebhookBodyDecoder {
    /** The JSON of an event compresses to a tenth at best, except for long repetitions. */
    private static final int MAX_RATIO = 10;

    /** Many times the size of a usual event, and cheap to decode. */
    private static final int ALWAYS_ALLOWED = 65_536;

    /** Default limit for the size of an event; also limits the memory that each server thread may use for a forged one. */
    private static final int MAX_BYTES = 1_000_000;

    private WebhookBodyDecoder() {}

    /**
     * Decodes the body.
     *
     * @param header value of Content-Encoding; gzip is recognized without it
     * @return empty if the body is not encoded
     * @throws WebhookDeferred when it cannot be decoded; it may still be Linq's
     */
    static Optional<byte[]> decode(Optional<String> header, byte[] body) {
        List<String> codings = Arrays.stream(
                        header.orElse("").toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.isEmpty() && !isGzip(body)) {
            return Optional.empty();
        }
        return Optional.of(decode(codings.isEmpty() ? "gzip" : String.join(", ", codings), body));
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 1 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    private static byte[] decode(String coding, byte[] body) {
        int maxBytes = Math.max(ALWAYS_ALLOWED, (int) Math.min(MAX_BYTES, (long) MAX_RATIO * body.length));
        byte[] plain;
        try {
            plain = switch (coding) {
                case "gzip", "x-gzip" -> read(new GZIPInputStream(new ByteArrayInputStream(body)), maxBytes);
                case "deflate" -> inflate(body, maxBytes);
                default -> throw undecodable("has the unsupported content encoding " + shortened(coding));
            };
        } catch (IOException e) {
            throw undecodable("is not valid " + coding + " (" + e.getMessage() + ")");
        }
        if (plain.length > maxBytes) {
            throw undecodable("is larger than " + maxBytes + " bytes when decoded");
        }
        return plain;
    }

    /** HTTP's deflate is the zlib format, but some senders omit its header. */
    private static byte[] inflate(byte[] body, int maxBytes) throws IOException {
        try {
            return read(new InflaterInputStream(new ByteArrayInputStream(body)), maxBytes);
        } catch (ZipException e) {
            Inflater raw = new Inflater(true);
            try {
                return read(new InflaterInputStream(new ByteArrayInputStream(body), raw), maxBytes);
            } finally {
                raw.end();
            }
        }
    }

    /** Reads at most one byte more than allowed. */
    private static byte[] read(InputStream in, int maxBytes) throws IOException {
        try (in) {
            return in.readNBytes(maxBytes + 1);
        }
    }

    private static String shortened(String coding) {
        return coding.length() <= 20 ? coding : coding.substring(0, 20) + "…";
    }

    private static WebhookDeferred undecodable(String problem) {
        return new WebhookDeferred(
                WebhookResult.UNVERIFIABLE,
                "body " + problem
                        + "; Linq does not encode bodies: configure the proxy in front of this server to pass them on unchanged");
    }
}
