package dev.linqroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Asserts that the cost of processing a text grows linearly with its length.
 *
 * <p>A text of eight times the length may cost three times as much as eight shorter ones; with quadratic cost it would be
 * eight times. Both sides process about the same number of characters and use the minimum CPU time of several runs, so that a
 * loaded machine does not distort the comparison. Negligible costs are not compared.
 */
public final class CostGrowth {
    /** The maximum length of texts, longer than any search window. */
    private static final int SHORT = 2_500;

    private static final int TIMES = 8;
    private static final int MOST = 3;

    /** Quadratic cost exceeds this at that length, even at one nanosecond per step. */
    private static final long NEXT_TO_NOTHING = Duration.ofMillis(40).toNanos();

    private static final int TRIES = 6;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CostGrowth() {}

    /** Pieces of texts that are expensive to search. */
    private static final String[] PIECES = {
        "a",
        "-",
        "--",
        "_",
        ".",
        "..",
        ":",
        "/",
        "//",
        "://",
        "://b ",
        "a://",
        "@",
        "a@",
        "a@b.",
        "x.io",
        "x.io ",
        "x.io/",
        "a.zz/",
        "1.2.3.4/",
        "www.",
        "www.a ",
        "(",
        ")",
        "x.io/)",
        "[",
        "]",
        "{",
        "}",
        "{a",
        "{to}",
        "{{",
        "\"",
        "\"\"",
        "'",
        ",",
        ";",
        ";:",
        "!",
        "…",
        "?",
        "?a=",
        "&",
        "=",
        "#",
        "%",
        "%2",
        "+",
        "+1 ",
        "1",
        "12025550123",
        "1.",
        "٣",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\u0085",
        "\u2028",
        "\u00a0",
        "é",
        "例",
        "。",
        "😀",
        "\u0301",
        "\u0316\u0301",
        "\u200b",
        "\u20e3",
        "=\"",
        "xn--",
        "com.",
        "\\",
        "\\u",
        "<",
        ">",
        "~",
        "*",
        "|",
        "](",
        "[/url]",
        "<a href=",
        "x.io/(",
        "x.io例",
        "（",
        "）",
        "한",
        "ก",
        "\uFE0F"
    };

    /**
     * A family of texts of any length.
     *
     * @param begin prefix, once
     * @param repeated as often as required by the length
     * @param between once in the middle
     * @param other repeated after the middle
     * @param end suffix, once
     */
    public record Family(String begin, String repeated, String between, String other, String end)
            implements IntFunction<String> {
        @Override
        public String apply(int length) {
            return begin + repeat(repeated, length / 2) + between + repeat(other, length / 2) + end;
        }

        private static String repeat(String piece, int length) {
            return piece.repeat(length / piece.length() + 1).substring(0, length);
        }
    }

    /** Any family of texts. */
    public static Arbitrary<Family> families() {
        Arbitrary<String> piece = Arbitraries.of(PIECES);
        Arbitrary<String> pieces = piece.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join("", list));
        Arbitrary<String> once = piece.list().ofMaxSize(2).map(list -> String.join("", list));
        return Combinators.combine(once, pieces, once, pieces, once).as(Family::new);
    }

    /** @param work processes a text of any length */
    public static void assertLinear(IntFunction<String> family, Consumer<String> work) {
        String longText = family.apply(SHORT * TIMES);
        long once = cost(() -> work.accept(longText));
        if (once < NEXT_TO_NOTHING) {
            return;
        }
        // Different lengths, since a text with an odd number of quotes, for example, is refused at once.
        List<String> shortTexts =
                IntStream.range(0, TIMES).map(i -> SHORT + i).mapToObj(family).toList();
        long ofLong = once;
        long ofShort = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && ofLong > MOST * ofShort || i == 0; i++) {
            ofShort = Math.min(ofShort, cost(() -> shortTexts.forEach(work)));
            ofLong = Math.min(ofLong, cost(() -> work.accept(longText)));
        }
        if (ofLong >= NEXT_TO_NOTHING) {
            assertThat(ofLong)
                    .as("ns for one text of %d characters, against %d texts of %d", SHORT * TIMES, TIMES, SHORT)
                    .isLessThanOrEqualTo(MOST * ofShort);
        }
    }

    private static long cost(Runnable work) {
        long begin = THREADS.getCurrentThreadCpuTime();
        work.run();
        return THREADS.getCurrentThreadCpuTime() - begin;
    }
}
