package dev.linqroutes.linq;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Decompresses the body of a response. Requests accept no compression, but some servers and gateways compress every response,
 * also an empty body; some declare a compression that they did not apply, and some do not declare the one they applied.
 */
final class ContentDecoder {
    private static final int GZIP_MAGIC = 0x1f;

    /** A proxy that compresses again, and one that drops the header. */
    private static final int MAX_UNDECLARED = 2;

    private ContentDecoder() {}

    /**
     * Returns as much of the decompressed body as can be read; the body itself if it is not compressed, or by an unknown coding.
     *
     * @param codings value of Content-Encoding, in the order in which they were applied
     * @param maxBytes limit of the decompressed size
     */
    static byte[] decode(byte[] body, String codings, int maxBytes) {
        List<String> applied =
                new ArrayList<>(List.of(codings.toLowerCase(Locale.ROOT).split("[,\\s]+")));
        Collections.reverse(applied);
        byte[] decoded = body;
        for (String coding : applied) {
            decoded = switch (coding) {
                case "gzip", "x-gzip" -> gunzip(decoded, maxBytes);
                case "deflate" -> inflate(decoded, maxBytes);
                default -> decoded;
            };
        }
        for (int layers = 0; layers < MAX_UNDECLARED && isGzip(decoded); layers++) {
            decoded = gunzip(decoded, maxBytes);
        }
        return decoded;
    }

    /** No JSON starts with these bytes. */
    private static boolean isGzip(byte[] body) {
        return body.length > 1 && body[0] == GZIP_MAGIC && body[1] == (byte) 0x8b;
    }

    private static byte[] gunzip(byte[] body, int maxBytes) {
        if (!isGzip(body)) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return readUpTo(in, maxBytes);
        } catch (IOException e) {
            // Truncated within its header.
            return new byte[0];
        }
    }

    /** With the zlib header that the standard requires, or without it, as many servers send it. */
    private static byte[] inflate(byte[] body, int maxBytes) {
        if (body.length == 0 || body[0] == '{' || body[0] == '[') {
            return body;
        }
        Inflater inflater = new Inflater(!hasZlibHeader(body));
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(body), inflater)) {
            return readUpTo(in, maxBytes);
        } catch (IOException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }

    /** Two bytes that are divisible by 31, of which the first holds the only defined method (RFC 1950). */
    private static boolean hasZlibHeader(byte[] body) {
        return body.length > 1 && (body[0] & 0x0f) == 8 && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
    }

    /** Reads up to the first error: the end may be missing or corrupt. */
    static byte[] readUpTo(InputStream in, int maxBytes) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            int count;
            while (read.size() < maxBytes
                    && (count = in.read(buffer, 0, Math.min(buffer.length, maxBytes - read.size()))) >= 0) {
                read.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // What was read so far is used.
        }
        return read.toByteArray();
    }
}
