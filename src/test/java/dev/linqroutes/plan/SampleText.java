package dev.linqroutes.plan;

import dev.linqroutes.plan.link.TextRange;
import dev.linqroutes.testing.MultiScriptTexts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** A generated text with known links. */
record SampleText(List<Token> tokens) {

    /**
     * A word or a link of the text.
     *
     * @param link as in the text, without the punctuation around it; empty for a word
     */
    record Token(String before, Optional<String> link, String after, String space) {}

    String text() {
        return tokens.stream()
                .map(token -> token.before() + token.link().orElse("") + token.after() + token.space())
                .collect(Collectors.joining());
    }

    String textWithoutLinks() {
        return tokens.stream()
                .map(token -> token.before() + token.after() + token.space())
                .collect(Collectors.joining());
    }

    /** Whether more than punctuation remains without the links. Without links, punctuation is a message. */
    boolean saysSomething() {
        return !MultiScriptTexts.isPunctuation(textWithoutLinks()) || links().isEmpty() && !text().isBlank();
    }

    /** The text of a range without links. */
    String wordsWithin(TextRange range) {
        StringBuilder words = new StringBuilder();
        int at = 0;
        for (Token token : tokens) {
            at = append(words, token.before(), at, range);
            at += token.link().map(String::length).orElse(0);
            at = append(words, token.after() + token.space(), at, range);
        }
        return words.toString();
    }

    private static int append(StringBuilder words, String text, int start, TextRange range) {
        IntStream.range(0, text.length())
                .filter(i -> range.contains(start + i))
                .forEach(i -> words.append(text.charAt(i)));
        return start + text.length();
    }

    /** The distinct links in the form of previews. */
    List<String> links() {
        return tokens.stream()
                .flatMap(token -> token.link().stream())
                .map(link -> link.matches("[A-Za-z]+://.*") ? link : "https://" + link)
                .distinct()
                .toList();
    }

    static Arbitrary<SampleText> any() {
        return Arbitraries.frequencyOf(Tuple.of(3, word()), Tuple.of(2, linkToken()))
                .list()
                .ofMaxSize(20)
                .map(SampleText::new);
    }

    /** Links of many shapes; the number makes most of them different. */
    static Arbitrary<String> link() {
        Arbitrary<String> schemes =
                Arbitraries.of("https://", "http://", "HTTP://", "Https://", "ftp://", "https://www.", "www.", "", "");
        Arbitrary<String> hosts = Arbitraries.of(
                "example.com",
                "Example.COM",
                "shop%d.example.co.uk",
                "my-shop.io",
                "bücher%d.de",
                "xn--bcher-kva.de",
                "例え.jp",
                "gov.uk",
                "example.org:8443",
                "a.b.c.d.e.example.net");
        Arbitrary<String> paths = Arbitraries.of(
                "",
                "/",
                "/t/%d",
                "/a_b-c/d.html",
                "?order=%d&x=a.b@c",
                "/faq#pay",
                "/a_(b)",
                "/%%20x",
                "/?q[]=%d",
                "/@ann/%d",
                "/x;y=%d/z,w",
                "/https://other.com/");
        return Combinators.combine(schemes, hosts, paths, Arbitraries.integers().between(1, 9))
                // Without a scheme such a path would be a separate link.
                .filter((scheme, host, path, number) -> !scheme.isEmpty() || !path.contains("://"))
                .as((scheme, host, path, number) -> (scheme + host + path).replace("%d", "" + number));
    }

    /** Text in which unintended links may form. */
    static Arbitrary<String> chaos() {
        return Arbitraries.of(
                        ".",
                        ":",
                        "/",
                        "//",
                        "://",
                        "@",
                        "?",
                        "#",
                        "-",
                        "_",
                        "(",
                        ")",
                        "[",
                        "]",
                        "<",
                        ">",
                        "\"",
                        ",",
                        "!",
                        "…",
                        "”",
                        " ",
                        " ",
                        "\n",
                        "\t",
                        "a",
                        "Z",
                        "9",
                        "1.2",
                        "http",
                        "https",
                        "https://",
                        "ftp",
                        "mailto:",
                        "www",
                        "www.",
                        "com",
                        ".com",
                        "example",
                        "example.com",
                        "co.uk",
                        "jane@",
                        "@example.com",
                        "é",
                        "例",
                        "。",
                        "．",
                        "：",
                        "／",
                        "😀",
                        "👨‍👩‍👧",
                        "\u200b",
                        "\u200d",
                        "\u00ad",
                        "\uFE0F",
                        "\u20E3",
                        "\u0301",
                        "\u00a0",
                        "\u2028",
                        "\r\n",
                        "192.0.2.7",
                        "xn--",
                        ".de")
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    private static Arbitrary<Token> word() {
        Arbitrary<String> letters =
                Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> written = Arbitraries.of(
                "Welcome!",
                "Track",
                "it:",
                "and",
                "(soon)",
                "[1]",
                "\"now\"",
                "don't",
                "Grüße,",
                "注文",
                "3.5",
                "1.003,50",
                "€",
                "e.g.",
                "i.e.",
                "v1.2.3",
                "24.12.2024",
                "9.30",
                "10:30",
                "//",
                "and/or",
                "file.txt",
                "192.0.2.7",
                "Wait...",
                "…",
                "—",
                "-",
                ":",
                ",",
                ")",
                "(",
                "?",
                "!",
                ";",
                "@ann",
                "#1001",
                "www",
                "http:",
                "😀",
                "👨‍👩‍👧",
                "❤️",
                "1️⃣",
                "jane@example.com",
                "<bob.smith+x@mail.example.co.uk>,",
                "ann@example.org.",
                "mailto:jane@example.com");
        return Combinators.combine(Arbitraries.oneOf(letters, written, written), space())
                .as((word, space) -> new Token(word, Optional.empty(), "", space));
    }

    private static Arbitrary<Token> linkToken() {
        Arbitrary<String> before =
                Arbitraries.of("", "", "", "(", "[", "\"", "“", "*", "👉", "👉\uFE0F", "1\uFE0F\u20E3", "Track:", "→");
        return Combinators.combine(
                        before,
                        link(),
                        Arbitraries.of("", "", "", ".", ",", "!", "?", ":", ";", "…", "。", "?!", "..."),
                        space())
                .as((open, link, punctuation, space) ->
                        new Token(open, Optional.of(link), closing(open) + punctuation, space));
    }

    private static String closing(String open) {
        return switch (open) {
            case "(" -> ")";
            case "[" -> "]";
            case "\"" -> "\"";
            case "“" -> "”";
            case "*" -> "*";
            default -> "";
        };
    }

    private static Arbitrary<String> space() {
        return Arbitraries.of(" ", " ", " ", "  ", "\n", "\n\n", "\t", " \n ");
    }
}
