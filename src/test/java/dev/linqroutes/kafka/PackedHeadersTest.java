package dev.linqroutes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PackedHeadersTest {
    /** Maximum length of a text column of H2. */
    private static final int LONGEST_COLUMN = 1_048_576;

    private static Header header(String name, byte[] value) {
        return new RecordHeader(name, value);
    }

    private static Header header(String name, String value) {
        return header(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Header> restored(List<Header> headers) {
        RecordHeaders restored = new RecordHeaders();
        PackedHeaders.pack(new RecordHeaders(headers))
                .ifPresent(packed -> PackedHeaders.unpack(packed.getBytes(StandardCharsets.UTF_8), restored));
        return List.of(restored.toArray());
    }

    @Property(tries = 500)
    void headers_are_unpacked_as_they_were_packed(@ForAll("headers") List<Header> headers) {
        assertThat(restored(headers)).isEqualTo(headers);
    }

    /** Names in any script, duplicate names, arbitrary bytes, empty values and no value. */
    @Provide
    Arbitrary<List<Header>> headers() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("ce_id", "__TypeId__", "traceparent", "CamelHttpUri", "", "kafka.KEY"),
                Arbitraries.strings().excludeChars(surrogates()).ofMaxLength(20));
        Arbitrary<byte[]> values =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(100).injectNull(0.2);
        return Combinators.combine(names, values)
                .as(PackedHeadersTest::header)
                .list()
                .ofMaxSize(30);
    }

    private static char[] surrogates() {
        StringBuilder all = new StringBuilder();
        for (char each = Character.MIN_SURROGATE; each <= Character.MAX_SURROGATE; each++) {
            all.append(each);
        }
        return all.toString().toCharArray();
    }

    @Test
    void a_record_without_headers_packs_to_nothing() {
        assertThat(PackedHeaders.pack(new RecordHeaders())).isEmpty();
    }

    @Test
    void headers_of_an_earlier_refusal_are_dropped() {
        assertThat(restored(List.of(header("linq-error-command-id", "forged"), header("linq-group-ref", "crew"))))
                .containsExactly(header("linq-group-ref", "crew"));
    }

    @Test
    void headers_that_the_ledger_cannot_store_are_counted_and_the_first_are_kept() {
        List<Header> large =
                List.of(header("a", new byte[400_000]), header("b", new byte[400_000]), header("c", "small"));

        assertThat(restored(large))
                .containsExactly(header("a", new byte[400_000]), header("linq-error-headers-left-out", "2"));
    }

    @Test
    void packed_headers_always_fit_into_a_text_column() {
        List<Header> tiny = Collections.nCopies(200_000, header("", (byte[]) null));
        List<Header> one = List.of(header("\u0000".repeat(690_000), "x"));

        for (List<Header> headers : List.of(tiny, one)) {
            Optional<String> packed = PackedHeaders.pack(new RecordHeaders(headers));
            assertThat(packed).hasValueSatisfying(text -> assertThat(text)
                    .hasSizeLessThan(LONGEST_COLUMN - 10_000)
                    .matches("[A-Za-z0-9+/=]+"));
        }
    }
}
