package dev.linqroutes.webhook.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client without the secret cannot make the decoder use more memory than allowed. */
class WebhookBodyDecoderTest {
    private static final Optional<String> GZIP = Optional.of("gzip");
    private static final int ALWAYS_ALLOWED = 65_536;
    private static final int MAX_BYTES = 1_000_000;

    @Test
    void a_small_body_may_decode_to_64_kilobytes() throws IOException {
        assertThat(WebhookBodyDecoder.decode(GZIP, gzip(new byte[ALWAYS_ALLOWED]))
                        .orElseThrow())
                .hasSize(ALWAYS_ALLOWED);
        assertThatThrownBy(() -> WebhookBodyDecoder.decode(GZIP, gzip(new byte[ALWAYS_ALLOWED + 1])))
                .isInstanceOf(WebhookDeferred.class)
                .hasMessageContaining("is larger than 65536 bytes when decoded");
    }

    @Test
    void a_large_body_may_decode_to_ten_times_its_size() throws IOException {
        byte[] noise = noise(40_000);
        byte[] within = gzip(withZeros(noise, 300_000));
        byte[] beyond = gzip(withZeros(noise, 500_000));

        assertThat(WebhookBodyDecoder.decode(GZIP, within).orElseThrow()).hasSize(300_000);
        assertThatThrownBy(() -> WebhookBodyDecoder.decode(GZIP, beyond)).hasMessageContaining("is larger than 4");
    }

    @Test
    void no_body_decodes_to_more_than_a_megabyte() throws IOException {
        byte[] noise = noise(400_000);

        assertThat(WebhookBodyDecoder.decode(GZIP, gzip(withZeros(noise, MAX_BYTES)))
                        .orElseThrow())
                .hasSize(MAX_BYTES);
        assertThatThrownBy(() -> WebhookBodyDecoder.decode(GZIP, gzip(withZeros(noise, MAX_BYTES + 1))))
                .hasMessageContaining("is larger than 1000000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "identity", "Identity, identity", ",,"})
    void a_body_without_content_encoding_is_not_decoded(String coding) {
        assertThat(WebhookBodyDecoder.decode(Optional.of(coding), new byte[] {'{', '}'}))
                .isEmpty();
        assertThat(WebhookBodyDecoder.decode(Optional.empty(), new byte[0])).isEmpty();
    }

    @Test
    void random_bytes_declared_as_encoded_are_deferred_without_other_errors() {
        Random random = new Random(26);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 2 && random.nextBoolean()) {
                noise[0] = 0x1F;
                noise[1] = (byte) 0x8B;
                noise[2] = 8;
            }
            String coding = random.nextBoolean() ? "gzip" : "deflate";
            try {
                assertThat(WebhookBodyDecoder.decode(Optional.of(coding), noise))
                        .isPresent();
            } catch (WebhookDeferred refused) {
                assertThat(refused.result()).isEqualTo(WebhookResult.UNVERIFIABLE);
            }
        }
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static byte[] withZeros(byte[] noise, int length) {
        return Arrays.copyOf(noise, length);
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }
}
