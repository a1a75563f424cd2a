package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {
    private static final int MOST = 10_000;
    private static final String JSON = "{\"chat\": {\"id\": \"c4a70000\"}}";

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip ", "identity, gzip", "gzip, identity"})
    void a_compressed_body_is_decompressed(String codings) throws IOException {
        assertThat(decoded(gzip(JSON), codings)).isEqualTo(JSON);
    }

    @Test
    void deflate_is_read_with_and_without_a_zlib_header() throws IOException {
        assertThat(decoded(deflate(JSON, false), "deflate")).isEqualTo(JSON);
        assertThat(decoded(deflate(JSON, true), "deflate")).isEqualTo(JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "utf-8", "none"})
    void undeclared_gzip_is_recognized(String codings) throws IOException {
        assertThat(decoded(gzip(JSON), codings)).isEqualTo(JSON);
        assertThat(decoded(packed(gzip(JSON)), "gzip")).isEqualTo(JSON);
    }

    @Test
    void a_body_compressed_twice_is_decompressed_twice() throws IOException {
        byte[] twice = packed(gzip(JSON));

        assertThat(decoded(twice, "gzip, gzip")).isEqualTo(JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "nonsense"})
    void an_empty_or_uncompressed_body_stays_as_it_is(String codings) {
        assertThat(ContentDecoder.decode(new byte[0], codings, MOST)).isEmpty();
        assertThat(decoded(JSON.getBytes(StandardCharsets.UTF_8), codings)).isEqualTo(JSON);
    }

    @ParameterizedTest
    @CsvSource({"1", "8"})
    void a_truncated_body_is_read_up_to_its_end(int bytes) throws IOException {
        byte[] whole = gzip(JSON);

        assertThat(decoded(Arrays.copyOf(whole, whole.length - bytes), "gzip")).isEqualTo(JSON);
    }

    @Test
    void a_decompressed_body_is_cut_at_the_limit() throws IOException {
        byte[] bomb = gzip("x".repeat(50_000_000));

        assertThat(ContentDecoder.decode(bomb, "gzip", MOST)).hasSize(MOST);
    }

    @Property
    void any_bytes_declared_as_compressed_are_read_without_an_error(@ForAll byte[] body) {
        for (String coding : new String[] {"gzip", "deflate", ""}) {
            assertThat(ContentDecoder.decode(body, coding, MOST)).hasSizeLessThanOrEqualTo(Math.max(MOST, body.length));
        }
    }

    private static String decoded(byte[] body, String codings) {
        return new String(ContentDecoder.decode(body, codings, MOST), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        return packed(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] deflate(String text, boolean bare) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(Deflater.DEFAULT_COMPRESSION, bare))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
