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
 * Takes off a body the content coding that something between Linq and this program has put on it. Done before anybody has vouched
 * for the body, so what comes of it is bounded by what was sent: who wants much work done has to send much.
 */
final class WebhookBodyDecoder {
    /** JSON of events comes to a tenth at best, except where it is one long repetition. */
    private static final int MAX_RATIO = 10;

    /** Many times a usual event; as much work as any request is anyway. */
    private static final int ALWAYS_ALLOWED = 65_536;

    /** As large as an event may be by default; the memory that each of the server's threads may use for one that is none. */
    private static final int MAX_BYTES = 1_000_000;

    private WebhookBodyDecoder() {}

    /**
     * The body without its coding.
     *
     * @param header of the content coding; compressed bytes are known without it, should it have been lost
     * @return empty where it has none
     * @throws WebhookNotAccepted when it cannot be taken off: the body may be Linq's all the same
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

    /** No JSON begins so. */
    private static boolean isGzip(byte[] body) {
        return body.length > 1 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    private static byte[] decode(String coding, byte[] body) {
        int most = Math.max(ALWAYS_ALLOWED, (int) Math.min(MAX_BYTES, (long) MAX_RATIO * body.length));
        byte[] plain;
        try {
            plain = switch (coding) {
                case "gzip", "x-gzip" -> read(new GZIPInputStream(new ByteArrayInputStream(body)), most);
                case "deflate" -> inflate(body, most);
                default -> throw unreadable("is coded with " + shortened(coding) + ", which is not understood");
            };
        } catch (IOException e) {
            throw unreadable("is no valid " + coding + ": " + e.getMessage());
        }
        if (plain.length > most) {
            throw unreadable("is more than " + most + " bytes without its coding");
        }
        return plain;
    }

    /** HTTP means zlib by it, and some senders leave out its frame. */
    private static byte[] inflate(byte[] body, int most) throws IOException {
        try {
            return read(new InflaterInputStream(new ByteArrayInputStream(body)), most);
        } catch (ZipException e) {
            Inflater bare = new Inflater(true);
            try {
                return read(new InflaterInputStream(new ByteArrayInputStream(body), bare), most);
            } finally {
                bare.end();
            }
        }
    }

    /** One byte more than allowed where there are more. */
    private static byte[] read(InputStream in, int most) throws IOException {
        try (in) {
            return in.readNBytes(most + 1);
        }
    }

    private static String shortened(String coding) {
        return coding.length() <= 20 ? coding : coding.substring(0, 20) + "…";
    }

    private static WebhookNotAccepted unreadable(String why) {
        return new WebhookNotAccepted(
                WebhookResult.UNVERIFIABLE,
                "its body " + why
                        + ", so nobody can tell whether it is Linq's; Linq sends none coded: let whatever stands in"
                        + " front of the program pass bodies on as they are");
    }
}
