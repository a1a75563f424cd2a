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
 * Undoes the compression of an answer. None is asked for, but there are servers and gateways that compress whatever they send,
 * an empty body included, some that only say so, and some that do not say it.
 */
final class ContentDecoder {
    private static final int GZIP_MAGIC = 0x1f;

    /** One proxy that packs what is packed, and one that loses the header. */
    private static final int MAX_UNDECLARED = 2;

    private ContentDecoder() {}

    /**
     * What of the body can be read; all of it when it is not compressed after all, or in a way that was never asked for.
     *
     * @param codings of the header, in the order in which they were applied
     * @param most bytes of what comes out
     */
    static byte[] decode(byte[] body, String codings, int most) {
        List<String> applied =
                new ArrayList<>(List.of(codings.toLowerCase(Locale.ROOT).split("[,\\s]+")));
        Collections.reverse(applied);
        byte[] decoded = body;
        for (String coding : applied) {
            decoded = switch (coding) {
                case "gzip", "x-gzip" -> gunzip(decoded, most);
                case "deflate" -> inflate(decoded, most);
                default -> decoded;
            };
        }
        for (int packed = 0; packed < MAX_UNDECLARED && isGzip(decoded); packed++) {
            decoded = gunzip(decoded, most);
        }
        return decoded;
    }

    /** No JSON begins so. */
    private static boolean isGzip(byte[] body) {
        return body.length > 1 && body[0] == GZIP_MAGIC && body[1] == (byte) 0x8b;
    }

    private static byte[] gunzip(byte[] body, int most) {
        if (!isGzip(body)) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return readUpTo(in, most);
        } catch (IOException e) {
            // Cut within its head.
            return new byte[0];
        }
    }

    /** With the head of zlib, as the standard has it, or without, as many servers send it. */
    private static byte[] inflate(byte[] body, int most) {
        if (body.length == 0 || body[0] == '{' || body[0] == '[') {
            return body;
        }
        Inflater inflater = new Inflater(!hasZlibHeader(body));
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(body), inflater)) {
            return readUpTo(in, most);
        } catch (IOException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }

    /** Two bytes that zlib makes divisible by 31, the first of which names the only method there is (RFC 1950). */
    private static boolean hasZlibHeader(byte[] body) {
        return body.length > 1 && (body[0] & 0x0f) == 8 && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
    }

    /** As far as it can be read: the end may be missing, or spoilt. */
    static byte[] readUpTo(InputStream in, int most) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            int count;
            while (read.size() < most
                    && (count = in.read(buffer, 0, Math.min(buffer.length, most - read.size()))) >= 0) {
                read.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // What came before it counts.
        }
        return read.toByteArray();
    }
}
