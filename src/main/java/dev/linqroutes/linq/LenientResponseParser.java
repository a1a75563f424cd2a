package dev.linqroutes.linq;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.LazyLineParser;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the status line and headers of a response leniently. A malformed header or an impossible length, as some servers, gateways
 * and proxies send, must not discard the status: it states whether the call was executed.
 */
final class LenientResponseParser extends DefaultHttpResponseParser {
    /** Twice the largest default limit of a proxy (60 kB, Envoy). */
    private static final int MAX_HEAD_BYTES = 131_072;

    /** Also limits the lines between and after the chunks of a body. */
    static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(MAX_HEAD_BYTES)
            .setMaxHeaderCount(1000)
            .build();

    /** A name that no code reads. */
    private static final String NO_HEADER = "No-Header";

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    LenientResponseParser() {
        super(LIMITS, new LenientLineParser(), null);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        return super.parse(buffer, new LimitedInput(in));
    }

    private static final class LenientLineParser extends LazyLineParser {
        @Override
        public Header parseHeader(CharArrayBuffer line) {
            try {
                return super.parseHeader(line);
            } catch (ParseException e) {
                int colon = line.indexOf(':');
                String name = colon < 0 ? "" : line.substringTrimmed(0, colon);
                return new BasicHeader(
                        name.isEmpty() ? NO_HEADER : name, line.substringTrimmed(colon + 1, line.length()));
            }
        }
    }

    private static final class LimitedInput extends FilterInputStream {
        private int bytesLeft = MAX_HEAD_BYTES;

        LimitedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (bytesLeft <= 0) {
                throw new MessageConstraintException("the headers of the response exceed " + MAX_HEAD_BYTES + " bytes");
            }
            int read = super.read(bytes, offset, length);
            if (read < 0) {
                throw new ConnectionClosedException(
                        "the server closed the connection before the end of the response headers");
            }
            bytesLeft -= read;
            return read;
        }
    }

    /** Length of the body; undefined, so that it ends with the connection, if the headers do not state it clearly. */
    static long bodyLength(HttpMessage response) {
        List<String> codings = distinctValues(response, HttpHeaders.TRANSFER_ENCODING);
        if (codings.contains("chunked")) {
            return ContentLengthStrategy.CHUNKED;
        }
        List<String> lengths = distinctValues(response, HttpHeaders.CONTENT_LENGTH);
        return lengths.size() == 1 && LENGTH.matcher(lengths.get(0)).matches()
                ? Long.parseLong(lengths.get(0))
                : ContentLengthStrategy.UNDEFINED;
    }

    /** The values of a header without repetitions. */
    private static List<String> distinctValues(HttpMessage response, String header) {
        return Arrays.stream(response.getHeaders(header))
                .flatMap(each -> Stream.of(each.getValue().split("[,;]")))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }
}
