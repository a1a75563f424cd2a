package dev.linqroutes.testing;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Texts in ten scripts with known links. */
public final class MultiScriptTexts {
    private static final List<Script> SCRIPTS = List.of(
            new Script(
                    "aeiounrstlzßéüñøłçğ",
                    true,
                    List.of(
                            ".", ",", "!", "?", ":", ";", "…", "’s", "'s", "'den", "’ye", "—", "–", "”", "“", "»", "›",
                            ")")),
            new Script("абвгдежзиклмнопрстуяіїў", true, List.of(".", ",", "!", "?", "…", "»", "“", "—")),
            new Script("αβγδεζηθικλμνοπρστυάέ", true, List.of(".", ",", "!", "…", "»", "·")),
            new Script("ابتثجحخدرسصطعغفقكلمنهوي", true, List.of("،", "؛", "؟", ".", "!")),
            new Script("אבגדהוזחטילמנסעפצקרשת", true, List.of(".", ",", "!", "?", "׃")),
            new Script("กขคงจชดตทนบปพมยรลวสหอ", false, List.of("๚", "!", "…")),
            new Script("अआकखगघचजटडतथदनपबमयरलवसह", true, List.of("।", "॥", ",", "!", "?")),
            new Script(
                    "的一是了我不人在他有这上们来到时大地为子中你说生国",
                    false,
                    List.of("。", "，", "、", "；", "：", "！", "？", "」", "』", "》", "）", "……", "·", ",", "!")),
            new Script("アイウエオカキクケコサシスセソタチツテトナニヌネノをがでにはのあいうえお", false, List.of("。", "、", "！", "？", "」", "〜", "・", "）")),
            new Script("가나다라마바사아자차카타파하에서은는이가을를", false, List.of(".", ",", "!", "?", "…", "”")));

    private static final List<String> EMOJI =
            List.of("🔥", "❤\uFE0F", "👉", "👨\u200d👩\u200d👧", "👍🏽", "🇩🇪", "✨", "→", "•", "ℹ\uFE0F", "™");
    private static final List<String> INVISIBLE =
            List.of("\u200b", "\u200e", "\u200f", "\u2060", "\ufeff", "\u200b ", " \u200f");

    /**
     * Links that may be followed by a word without a space. No word of the scripts makes another top-level domain of theirs: behind an
     * invisible character {@code lta} would make {@code .delta} of {@code .de}.
     */
    private static final List<String> OPEN = List.of(
            "https://example.com",
            "http://københavn%d.dk",
            "HTTPS://Example.com",
            "https://例え.jp",
            "https://пример.рф",
            "https://localhost:8080",
            "https://user@example.com/t/%d",
            "www.example.com",
            "example.co.uk",
            "bøger.dk",
            "https://example.com/a/%d",
            "https://example.com/a?x=%d&y=z",
            "https://example.com/a?q=b,c;d:e#top%d",
            "https://example.com/Köln%d",
            "https://example.com/d/%d-bwU");

    /** Links that end only before white space or punctuation. */
    private static final List<String> CLOSED = List.of(
            "https://example.com/",
            "https://example.com/%d/",
            "https://example.com/d/bwU%d_",
            "https://example.com/d/bwU%d-",
            "https://example.com/~",
            "https://example.com/a_(b%d)",
            "https://ja.wikipedia.org/wiki/東京",
            "https://ja.wikipedia.org/wiki/東京（曖昧さ回避）",
            "https://ja.wikipedia.org/wiki/JR東日本",
            "https://example.com/第%d章/道",
            "https://ko.wikipedia.org/wiki/서울",
            "https://th.wikipedia.org/wiki/กรุงเทพ",
            "https://hi.wikipedia.org/wiki/दिल्ली",
            "https://ru.wikipedia.org/wiki/Москва",
            "https://he.wikipedia.org/wiki/ירושלים",
            "https://fa.wikipedia.org/wiki/می\u200cخواهم",
            "https://example.com/👨\u200d👩\u200d👧",
            "https://example.com/a（b%d）",
            "https://example.com/file＿%d");

    private MultiScriptTexts() {}

    /** A script; {@code spaced} if it separates words by spaces. */
    private record Script(String letters, boolean spaced, List<String> punctuation) {
        Arbitrary<String> word() {
            List<String> each =
                    letters.codePoints().mapToObj(Character::toString).toList();
            return Arbitraries.of(each).list().ofMinSize(1).ofMaxSize(7).map(parts -> String.join("", parts));
        }
    }

    /**
     * A word or a link with the surrounding characters.
     *
     * @param link empty for a word
     */
    public record Token(String before, String link, String after) {}

    /** A text. */
    public record Text(List<Token> tokens) {
        public String text() {
            return tokens.stream()
                    .map(token -> token.before() + token.link() + token.after())
                    .collect(Collectors.joining());
        }

        /** The text without links. */
        public String rest() {
            return tokens.stream().map(token -> token.before() + token.after()).collect(Collectors.joining());
        }

        /** The distinct links, in order. */
        public List<String> links() {
            return tokens.stream()
                    .map(Token::link)
                    .filter(link -> !link.isEmpty())
                    .map(link -> link.contains("://") ? link : "https://" + link)
                    .distinct()
                    .toList();
        }
    }

    /** Any text. */
    public static Arbitrary<Text> texts() {
        Arbitrary<Token> word = Combinators.combine(scripts().flatMap(Script::word), between())
                .as((letters, space) -> new Token(letters, "", space));
        Arbitrary<Token> open = Combinators.combine(before(), link(OPEN), behindOpen(), between())
                .as((before, link, after, space) -> new Token(before, link, after + space));
        Arbitrary<Token> closed = Combinators.combine(before(), link(CLOSED), behindClosed(), between())
                .as((before, link, after, space) -> new Token(before, link, after + space));
        return Arbitraries.frequencyOf(Tuple.of(3, word), Tuple.of(3, open), Tuple.of(1, closed))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(Text::new);
    }

    /** Characters of such texts in random order, which form accidental links. */
    public static Arbitrary<String> fragments() {
        Arbitrary<String> pieces = Arbitraries.of(
                "https://",
                "http://",
                "app://",
                "://",
                "www.",
                "example",
                ".com",
                ".de",
                ".it",
                ".It",
                "com",
                "a",
                "Z",
                "7",
                "1.2",
                ".",
                ":",
                "/",
                "?",
                "#",
                "-",
                "_",
                "~",
                "*",
                "'",
                "\"",
                "@",
                "jane@",
                "(",
                ")",
                "[",
                "]",
                "<",
                ">",
                "|",
                " ",
                "\n",
                "\u00a0",
                "\\",
                "`",
                "&amp;",
                "xn--",
                "рф",
                "。",
                "．",
                "：",
                "／",
                "（",
                "）",
                "1\uFE0F\u20E3",
                "\u0301",
                "\u00ad",
                "\u200d",
                "\u200c",
                "](",
                "[/url]",
                "[url=",
                "<a href=\"",
                "title=\"",
                "\\_",
                "'de",
                "\r",
                "</a>");
        Arbitrary<String> written = Arbitraries.oneOf(
                Arbitraries.of(EMOJI),
                Arbitraries.of(INVISIBLE),
                scripts().flatMap(Script::word),
                scripts().flatMap(script -> Arbitraries.of(script.punctuation())),
                link(OPEN),
                link(CLOSED));
        return Arbitraries.frequencyOf(Tuple.of(3, pieces), Tuple.of(2, written))
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    /** The visible characters of a text. */
    public static String visible(String text) {
        return text.replaceAll("[\\s\\p{Z}\\p{Cc}\\p{Cf}\\uFE0F]", "");
    }

    /** Whether a text has no visible characters except punctuation. */
    public static boolean isPunctuation(String text) {
        return visible(text).matches("[[\\p{P}\\p{ASCII}\\x{FF01}-\\x{FF5E}]&&[^\\p{L}\\p{N}]]*");
    }

    private static Arbitrary<Script> scripts() {
        return Arbitraries.of(SCRIPTS);
    }

    private static Arbitrary<String> link(List<String> shapes) {
        return Combinators.combine(
                        Arbitraries.of(shapes), Arbitraries.integers().between(2, 9))
                .as((shape, number) -> shape.replace("%d", "" + number));
    }

    private static Arbitrary<String> before() {
        return Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.of("(", "“", "„", "«", "「", "（", "【", "\"", "'", "👉", "❤\uFE0F", "：", "\u200e", "\u200b"),
                unspaced().flatMap(Script::word));
    }

    private static Arbitrary<Script> unspaced() {
        return Arbitraries.of(
                SCRIPTS.stream().filter(script -> !script.spaced()).toList());
    }

    private static Arbitrary<String> behindOpen() {
        return Arbitraries.oneOf(
                behindClosed(),
                Arbitraries.of(EMOJI),
                Arbitraries.of("ｗ", "ｗｗｗ", "１名"),
                unspaced().flatMap(Script::word),
                Combinators.combine(Arbitraries.of(INVISIBLE), scripts().flatMap(Script::word))
                        .as(String::concat),
                Combinators.combine(Arbitraries.of(EMOJI), scripts().flatMap(Script::word))
                        .as(String::concat),
                unspaced().flatMap(script -> Combinators.combine(Arbitraries.of(script.punctuation()), script.word())
                        .as(String::concat)));
    }

    private static Arbitrary<String> behindClosed() {
        return Arbitraries.oneOf(
                Arbitraries.just(""), scripts().flatMap(script -> Arbitraries.of(script.punctuation())));
    }

    private static Arbitrary<String> between() {
        return Arbitraries.of(" ", " ", "\n", "\r\n", "\n\n", "\u2028", "\u3000", "\u00a0", "  ");
    }
}
