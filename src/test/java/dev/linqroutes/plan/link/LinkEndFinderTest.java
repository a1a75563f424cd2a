package dev.linqroutes.plan.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** End of links, and the remaining text: links are what a phone would make tappable. */
class LinkEndFinderTest {
    private static final String A = "https://example.com/a";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void punctuation_of_chinese_and_japanese_ends_a_link(String text, String rest, List<String> links) {
        assertSplit(text, rest, links);
    }

    static Stream<Arguments> punctuation_of_chinese_and_japanese_ends_a_link() {
        return Stream.of(
                split("詳細は " + A + "。次の文です", "詳細は。次の文です", A),
                split("詳細は " + A + "、それから集合です", "詳細は、それから集合です", A),
                split("请看 " + A + "，然后回复", "请看，然后回复", A),
                split(A + "（分享自张三）明天见", "（分享自张三）明天见", A),
                split("https://example.com/（限今天）领取", "（限今天）领取", "https://example.com/"),
                split(A + "（限今天） 领取", "（限今天） 领取", A),
                split(A + "～明天见", "～明天见", A),
                split(A + "~明天见", "~明天见", A),
                split(A + "／" + A + "b", "／", A, A + "b"),
                split(A + "※要予約", "※要予約", A),
                split(A + "？来源=微信", "？来源=微信", A),
                split("「" + A + "」を見てください", "「」を見てください", A),
                split("地址：" + A + "；时间：九点", "地址：；时间：九点", A),
                split("看看" + A + "！明天见", "看看！明天见", A),
                split("見た？" + A + "？見てね", "見た？？見てね", A),
                split("『" + A + "』と【" + A + "b】", "『』と【】", A, A + "b"),
                split(A + "｡ｱﾄﾃﾞ", "｡ｱﾄﾃﾞ", A),
                split(A + "〜どうぞ", "〜どうぞ", A),
                split(A + "・次", "・次", A),
                split("https://example.com。次の文です", "。次の文です", "https://example.com"),
                split("https://example.com，然后", "，然后", "https://example.com"),
                split("example.com。次の文です", "。次の文です", "example.com"),
                split("www.example.com、それから", "、それから", "www.example.com"),
                split("見て：example.com：本当", "見て：：本当", "example.com"),
                split("これは。example.com", "これは。", "example.com"),
                split("https://example.com。Next", "。Next", "https://example.com"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_word_without_a_space_before_it_ends_a_link(String text, String rest, List<String> links) {
        assertSplit(text, rest, links);
    }

    static Stream<Arguments> a_word_without_a_space_before_it_ends_a_link() {
        return Stream.of(
                split("https://example.com에서 찾아보세요", "에서 찾아보세요", "https://example.com"),
                split(A + "에서 찾아보세요", "에서 찾아보세요", A),
                split("example.com에서 찾아보세요", "에서 찾아보세요", "example.com"),
                split("example.comをご覧ください", "をご覧ください", "example.com"),
                split("www.example.com을 보세요", "을 보세요", "www.example.com"),
                split("웹사이트는 example.com입니다", "웹사이트는 입니다", "example.com"),
                split("сайт example.com: смотрите", "сайт: смотрите", "example.com"),
                split(A + "をご覧ください", "をご覧ください", A),
                split("看看" + A + "明天见", "看看明天见", A),
                split("ดูที่" + A + "นะครับ", "ดูที่นะครับ", A),
                split("example.comครับ", "ครับ", "example.com"),
                split("詳細はexample.comを見て", "詳細はを見て", "example.com"),
                split("請看example.com/menu，謝謝", "請看，謝謝", "example.com/menu"),
                split("メールはann@example.comかexample.orgまで", "メールはann@example.comかまで", "example.org"),
                split("https://example.com/をご覧ください", "をご覧ください", "https://example.com/"),
                split("https://example.com/にアクセス", "にアクセス", "https://example.com/"),
                split("https://example.com/です。", "です。", "https://example.com/"),
                split("https://example.com/에서 만나요", "에서 만나요", "https://example.com/"),
                split("https://example.com/?id=7を見て", "を見て", "https://example.com/?id=7"),
                split("https://example.com/a#topで", "で", "https://example.com/a#top"),
                split("https://example.com/%E6%9D%B1の件", "の件", "https://example.com/%E6%9D%B1"),
                split("https://example.com:8443에서", "에서", "https://example.com:8443"),
                split(A + "ｗｗｗ", "ｗｗｗ", A),
                split(A + "１名", "１名", A),
                split("見て example.comｗｗｗ", "見て ｗｗｗ", "example.com"),
                split("example.co.jpだよｗ", "だよｗ", "example.co.jp"),
                split("https://example.comｗ", "ｗ", "https://example.com"),
                split("https://example.com.가자", ".가자", "https://example.com"),
                split("https://localhost에서", "에서", "https://localhost"),
                split(A + ",然后回复", ",然后回复", A),
                split(A + ".次の文", ".次の文", A),
                split(A + "!明天见", "!明天见", A),
                split("看过" + A + "?明天", "看过?明天", A),
                split("https://example.com?明天", "?明天", "https://example.com"),
                split(A + ".Потом", ".Потом", A),
                split("בexample.com היום", "ב היום", "example.com"),
                split("ב-example.com היום", "ב- היום", "example.com"),
                split("example.com-Seite", "-Seite", "example.com"),
                split("https://example.com-ról írt", "-ról írt", "https://example.com"),
                split("example.com'da bulabilirsiniz", "'da bulabilirsiniz", "example.com"),
                split("example.com:ssa", ":ssa", "example.com"),
                split("See example.com.Then we go", "See .Then we go", "example.com"),
                split("See https://example.com.Then we go", "See .Then we go", "https://example.com"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void letters_of_every_script_belong_to_the_link_if_a_segment_of_its_path_starts_with_them(String link) {
        assertSplit(link, "", List.of(link));
        assertSplit("Look: " + link + " now", "Look: now", List.of(link));
        assertSplit("(" + link + ").", "().", List.of(link));
    }

    static Stream<String> letters_of_every_script_belong_to_the_link_if_a_segment_of_its_path_starts_with_them() {
        return Stream.of(
                "https://de.wikipedia.org/wiki/Köln",
                "https://ja.wikipedia.org/wiki/東京",
                "https://ja.wikipedia.org/wiki/東京_(曖昧さ回避)",
                "https://example.com/wiki/東京（曖昧さ回避）",
                "https://ja.wikipedia.org/wiki/JR東日本",
                "https://ja.wikipedia.org/wiki/Yahoo!ニュース",
                "https://ja.wikipedia.org/wiki/Wikipedia:井戸端",
                "https://ja.wikipedia.org/wiki/レオナルド・ダ・ヴィンチ",
                "https://ja.wikipedia.org/wiki/佐々木",
                "https://zh.wikipedia.org/wiki/二〇二六年",
                "https://example.com/第1章/東京23区",
                "https://example.com/docs/中文/guide",
                "https://example.com/report2026年/summary.pdf",
                "https://ko.wikipedia.org/wiki/서울",
                "https://th.wikipedia.org/wiki/กรุงเทพมหานคร",
                "https://hi.wikipedia.org/wiki/दिल्ली",
                "https://he.wikipedia.org/wiki/צה״ל",
                "https://ar.wikipedia.org/wiki/القاهرة",
                "https://fa.wikipedia.org/wiki/می\u200cخواهم",
                "https://uk.wikipedia.org/wiki/М’ята",
                "https://ru.wikipedia.org/wiki/Москва,_Россия",
                "https://el.wikipedia.org/wiki/Αθήνα",
                "https://ca.wikipedia.org/wiki/Col·lecció",
                "https://vi.wikipedia.org/wiki/Hà_Nội",
                "https://example.com/cafe\u0301",
                "https://example.com/か\u3099",
                "https://example.com/café\ufe0f/menu",
                "https://example.com/cafe\u0301\ufe0f/menu",
                "https://example.com/меню\ufe0f-обед",
                "https://hi.wikipedia.org/wiki/दिल्ली\ufe0f",
                "https://example.com/?q=東京&hl=ja#概要",
                "https://example.com/search/münchen?q=größe",
                "https://münchen.de/straße",
                "https://例え.jp/道",
                "https://例え.テスト/道",
                "https://пример.рф/путь",
                "https://παράδειγμα.ελ",
                "https://ตัวอย่าง.ไทย/หน้า",
                "https://مثال.مصر/صفحة",
                "https://xn--r8jz45g.jp/道",
                "https://example.com/👨\u200d👩\u200d👧",
                "https://example.com/❤\ufe0f",
                "https://example.com/🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
                "https://example.com/file＿1.pdf",
                "https://example.com/file－1＆2.pdf",
                "https://example.com/１２３/ＡＢＣ",
                "https://example.com/a（b）",
                "https://example.com/a_(b)_(c)",
                "https://example.com/a_(b(c))",
                "https://example.com/it's-here",
                "https://example.com/l'avion",
                "https://example.com/rock'n'roll",
                "https://example.com/Items('a')?q='a'&b=1",
                "https://example.com/men's-shoes",
                "https://en.wikipedia.org/wiki/Michelson–Morley_experiment",
                "https://ru.wikipedia.org/wiki/Москва–Сити",
                "https://example.com/a#:~:text=M%C3%BCnchen,Stra%C3%9Fe",
                "https://www.example.com/dp/B07/ref=sr_1_1?__mk_de_DE=ÅMÅŽÕÑ&keywords=kaffee",
                "https://matrix.example.com/#/#room:example.org",
                "https://example.com/p/x/?igsh=abc==",
                "https://[2001:db8::1]:8443/a",
                "https://ann:secret@example.com:8443/a?b=c&d[]=e#f",
                "https://example.com/login?next=https://example.org/a",
                "https://web.archive.org/web/2026/https://example.org/a",
                "https://example.com/a,b;c=d:e@f!g$h*i",
                "https://medium.com/@ann/a-b~c",
                "https://maps.example.com/@48.1,11.5,12z/data=!3m1!4b1",
                "https://example.com/a-",
                "https://example.com/a&b=c");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void an_emoji_after_a_link_belongs_to_the_sentence(String text, String rest, List<String> links) {
        assertSplit(text, rest, links);
    }

    static Stream<Arguments> an_emoji_after_a_link_belongs_to_the_sentence() {
        return Stream.of(
                split("New menu " + A + "🔥🔥", "New menu 🔥🔥", A),
                split("https://example.com🔥 come early", "🔥 come early", "https://example.com"),
                split(A + "👉 look here", "👉 look here", A),
                split("example.com🔥 come early", "🔥 come early", "example.com"),
                split(A + "❤\ufe0f", "❤\ufe0f", A),
                split("👉" + A + "👈", "👉👈", A),
                split(A + "✨New dishes", "✨New dishes", A),
                split(A + "👨\u200d👩\u200d👧 all", "👨\u200d👩\u200d👧 all", A),
                split(A + "🇩🇪", "🇩🇪", A),
                split(A + "👍🏽", "👍🏽", A),
                split(A + "1\ufe0f\u20e3 first", "1\ufe0f\u20e3 first", A),
                split(A + "ℹ\ufe0f", "ℹ\ufe0f", A),
                split(A + "‼\ufe0f", "‼\ufe0f", A),
                split(A + "〰\ufe0f", "〰\ufe0f", A),
                split(A + "Ⓜ\ufe0f", "Ⓜ\ufe0f", A),
                split(A + "→next", "→next", A),
                split(A + "™", "™", A),
                split(A + "①", "①", A),
                split(A + "🫠", "🫠", A),
                split("🔥" + A + "🔥" + A + "b", "🔥🔥", A, A + "b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void invisible_characters_end_a_link_and_do_not_hide_one(String text, String rest, List<String> links) {
        assertSplit(text, rest, links);
    }

    static Stream<Arguments> invisible_characters_end_a_link_and_do_not_hide_one() {
        return Stream.of(
                split(A + "\u200bสวัสดีทุกคน", "สวัสดีทุกคน", A),
                split(A + "\u200f שלום לכולם", "שלום לכולם", A),
                split(A + "\u200fשלום לכולם", "שלום לכולם", A),
                split(A + "\u2060next", "next", A),
                split(A + "\u200b" + A + "b", "", A, A + "b"),
                split(A + "\ufeffMore text", "More text", A),
                split("https://exam\u00adple.com/a soft", "soft", A),
                split("https://example.com/lo\u00adng-path", "", "https://example.com/long-path"),
                split("\u2068" + A + "\u2069 and", "and", A),
                split("See \u202a" + A + "\u202c now", "See now", A),
                split("\u2067שלום " + A + "\u2069 now", "\u2067שלום \u2069 now", A),
                split("https://example.com\u200bnext", "next", "https://example.com"),
                split("example.com\u200bnext", "next", "example.com"),
                split("example.com\u200bexample.org", "", "example.com", "example.org"),
                split("https://example.com\u200b2 persons", "2 persons", "https://example.com"),
                split("exam\u200bple.co\u200bm", "", "example.com"),
                split("example.com\u200b/a", "/a", "example.com"),
                split(A + "\u200d", "", A),
                split(A + "\ufffcx", "\ufffcx", A),
                split(A + "\u00a0" + A + "b", "", A, A + "b"),
                split(A + "\u202f" + A + "b", "", A, A + "b"),
                split(A + "\u3000次", "次", A),
                split(A + "\u2028next", "next", A),
                split(A + "\u0085next", "next", A),
                split(A + ".\u200b", ".\u200b", A),
                split("See " + A + ".\u200b", "See.\u200b", A),
                split("\ud834\udd59 " + A, "\ud834\udd59", A));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_mark_at_the_end_belongs_to_the_text_only_if_the_text_opened_it(
            String text, String rest, List<String> links) {
        assertSplit(text, rest, links);
    }

    static Stream<Arguments> a_mark_at_the_end_belongs_to_the_text_only_if_the_text_opened_it() {
        String id = "https://example.com/drive/1bwU_";
        return Stream.of(
                split("Plans: " + id, "Plans:", id),
                split("Plans: " + id + " see you", "Plans: see you", id),
                split("Plans (" + id + "), see you", "Plans (), see you", id),
                split("Plans " + id + ".", "Plans.", id),
                split("Home: https://example.com/~", "Home:", "https://example.com/~"),
                split("Star: " + A + "*", "Star: *", A),
                split("_" + A + "_", "__", A),
                split("Read _this " + A + "_ today", "Read _this _ today", A),
                split("~5 min to https://example.com/~", "~5 min to", "https://example.com/~"),
                split("_one\n" + id, "_one", id),
                split("_this_ " + id, "_this_", id),
                split("snake_case " + id, "snake_case", id),
                split("~~" + A + "~~ gone", "~~~~ gone", A),
                split("**" + A + "** bold", "**** bold", A),
                split("Token: https://example.com/?t=abc__", "Token:", "https://example.com/?t=abc__"),
                split("_" + id + " and more_", "__ and more_", "https://example.com/drive/1bwU"),
                split(id + " _and_ https://example.com/b_", "_and_", id, "https://example.com/b_"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void typographic_punctuation_ends_a_link(String text, String rest, List<String> links) {
        assertSplit(text, rest, links);
    }

    static Stream<Arguments> typographic_punctuation_ends_a_link() {
        String host = "https://example.com";
        return Stream.of(
                split(host + "’s new menu", "’s new menu", host),
                split(host + "'s new menu", "'s new menu", host),
                split(A + "'s new", "'s new", A),
                split(A + "'den bakın", "'den bakın", A),
                split(A + "'nün adresi", "'nün adresi", A),
                split(A + "'ya, " + A + "b'da", "'ya, 'da", A, A + "b"),
                split("example.com’s new menu", "’s new menu", "example.com"),
                split(A + "—it’s new", "—it’s new", A),
                split(A + "–new", "–new", A),
                split("“" + A + "”—that one", "“”—that one", A),
                split(A + "…more to come", "…more to come", A),
                split("„" + A + "“ ist neu", "„“ ist neu", A),
                split("„" + A + "” jest nowe", "„” jest nowe", A),
                split("«" + A + "» est neuf", "«» est neuf", A),
                split("»" + A + "« ist neu", "»« ist neu", A),
                split("‹" + A + "› est neuf", "‹› est neuf", A),
                split("‘" + A + "’ it is", "‘’ it is", A),
                split("'" + A + "' it is", "'' it is", A),
                split("'" + A + "','" + A + "b'", "'',''", A, A + "b"),
                split("`" + A + "` it is", "`` it is", A),
                split(A + "•" + A + "b", "•", A, A + "b"),
                split(A + "¿Vienes?", "¿Vienes?", A),
                split(A + "، ثم", "، ثم", A),
                split(A + "؟", "؟", A),
                split(A + "।अगला", "।अगला", A),
                split(A + "׃", "׃", A),
                split(A + "\u00a0» oui", "» oui", A),
                split(A + "\\nNext", "\\nNext", A),
                split(A + "|Our page", "|Our page", A),
                split(A + "&nbsp;next", "&nbsp;next", A),
                split("&lt;" + A + "&gt;", "&lt;&gt;", A),
                split("&#x27;" + A + "&#x27; it is", "&#x27;&#x27; it is", A),
                split("&#x22;" + A + "&#x22; it is", "&#x22;&#x22; it is", A),
                split("(" + A + ")and", "()and", A),
                split(A + "(see below for more)", "(see below for more)", A),
                split(A + "?)", "?)", A),
                split("Really " + A + "?!?", "Really?!?", A),
                split(A + "," + A + "b", ",", A, A + "b"),
                split(A + ";" + A + "b;www.example.org", ";;", A, A + "b", "www.example.org"),
                split(A + A + "b", "", A, A + "b"),
                split("https://example.com" + A, "", "https://example.com", A),
                split("example.com" + A, "", "example.com", A),
                split("(" + A + " is good)", "(is good)", A),
                split("sftp://example.com/a now", "now", "sftp://example.com/a"),
                split("Link" + A, "Link", A),
                split("See https://" + A + " now", "See now", A),
                split("See http://" + A + " now", "See now", A),
                split("See HTTPS://http://" + A + ", ok", "See, ok", A));
    }

    private static void assertSplit(String text, String rest, List<String> links) {
        assertThat(Links.findIn(text)).extracting(Links.LinkMatch::value).isEqualTo(links);
        assertThat(TextWithoutLinks.removeAll(text).orElseThrow().rest().text()).isEqualTo(rest);
    }

    private static Arguments split(String text, String rest, String... links) {
        return Arguments.of(text, rest, List.of(links));
    }
}
