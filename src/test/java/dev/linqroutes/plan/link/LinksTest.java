package dev.linqroutes.plan.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Track it: https://example.com/t/1001         | https://example.com/t/1001",
                "HTTP://EXAMPLE.COM/A                         | HTTP://EXAMPLE.COM/A",
                "hTTps://Example.com                          | hTTps://Example.com",
                "ftp://files.example.org/a.zip                | ftp://files.example.org/a.zip",
                "app://orders/1001                            | app://orders/1001",
                "https://localhost:8080/t                     | https://localhost:8080/t",
                "https://192.0.2.7/t                          | https://192.0.2.7/t",
                "https://user@example.com/t                   | https://user@example.com/t",
                "see www.example.invalid                      | www.example.invalid",
                "see WWW.Example.com!                         | WWW.Example.com",
                "see example.com                              | example.com",
                "EXAMPLE.COM                                  | EXAMPLE.COM",
                "shop.example.co.uk/x                         | shop.example.co.uk/x",
                "example.co.uk/x                              | example.co.uk/x",
                "t.co/abc                                     | t.co/abc",
                "my-shop.github.io                            | my-shop.github.io",
                "bücher.de                                    | bücher.de",
                "https://bücher.de/straße                     | https://bücher.de/straße",
                "xn--bcher-kva.de/x                           | xn--bcher-kva.de/x",
                "почта.рф                                     | почта.рф",
                "例え.jp/道                                    | 例え.jp/道",
                "example.com:8443                             | example.com:8443",
                "example.com:8443/t                           | example.com:8443/t",
                "example.com?order=1001&x=%20                 | example.com?order=1001&x=%20",
                "example.com/faq#pay                          | example.com/faq#pay",
                "https://example.com/?a=b&c[]=d#top           | https://example.com/?a=b&c[]=d#top",
                "192.0.2.7:8080                               | 192.0.2.7:8080",
                "192.0.2.7/status                             | 192.0.2.7/status",
                "(https://example.com/a)                      | https://example.com/a",
                "[example.com/a]                              | example.com/a",
                "<https://example.com/a>                      | https://example.com/a",
                "<example.com>                                | example.com",
                "“example.com”                                | example.com",
                "\"https://example.com/a\"                    | https://example.com/a",
                "https://example.com/a_(b)                    | https://example.com/a_(b)",
                "example.com/a_(b)                            | example.com/a_(b)",
                "(example.com/a_(b))                          | example.com/a_(b)",
                "Look at example.com.                         | example.com",
                "Look at https://example.com/a.               | https://example.com/a",
                "example.com, please                          | example.com",
                "example.com/a; please                        | example.com/a",
                "Is it example.com?                           | example.com",
                "“https://example.com/a”                      | https://example.com/a",
                "*https://example.com/a*                      | https://example.com/a",
                "https://example.com/a…                       | https://example.com/a",
                "www.intranet/a                               | www.intranet/a",
                "either 3.5/example.com or none               | example.com",
                "example.com://?                              | example.com",
                "_example.com_                                | example.com",
                "_See example.com._                           | example.com",
                "my_shop.example.com                          | my_shop.example.com",
                "*example.com*                                | example.com",
                "~example.com/a~                              | example.com/a",
                "Hello.World                                  | Hello.World",
                "All is good.Now wait                         | good.Now",
                "More...example.com                           | example.com",
                "-example.com                                 | example.com",
                "—example.com                                 | example.com",
                ".example.com                                 | example.com",
                "see gov.uk                                   | gov.uk",
                "gov.uk/pay                                   | gov.uk/pay",
                "www.ck                                       | www.ck",
                "read README.md                               | README.md",
            })
    void a_scheme_a_www_or_a_public_suffix_makes_a_link(String text, String link) {
        assertThat(links(text)).containsExactly(link);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "write to jane@example.com",
                "jane.co@example.co.uk, please",
                "Jane <jane@example.com>",
                "jane+orders@mail.example.com",
                "(jane@example.com)",
                "mailto:jane@example.com",
                "It costs 3.5",
                "It costs 1.003,50 €",
                "on 24.12.2024 at 9.30",
                "call 555.666.7777",
                "e.g. on Monday, i.e. tomorrow",
                "a.m. and p.m.",
                "version 1.2.3",
                "v1.2.3-rc.1",
                "at 192.0.2.7",
                "at 192.0.2.7?",
                "https://.",
                "https://”",
                "file.txt",
                "node.js",
                "Wait...what",
                "Wait…",
                "Hello.Ann",
                "Welcome,Ann!See you at 9.30",
                "10:30 // noon",
                "and/or",
                "com",
                ".com",
                "C:\\orders",
                "@ann",
                "#order",
                "a..b",
                "😀.😀",
                "http: //",
                "www",
                "www.",
                ""
            })
    void ordinary_text_contains_no_link(String text) {
        assertThat(links(text)).isEmpty();
    }

    @Test
    void several_links_are_found_in_order() {
        assertThat(links("a.com https://b.com/x,c.com (d.de) e@f.com www.g.com\nh.io"))
                .containsExactly("a.com", "https://b.com/x,c.com", "d.de", "www.g.com", "h.io");
    }

    @Test
    void a_label_may_be_longer_than_a_host_name_allows() {
        String link = "x".repeat(70) + ".com";

        assertThat(links("see " + link)).containsExactly(link);
    }

    @Test
    void a_link_beside_an_email_address_is_found() {
        assertThat(links("jane@example.com or example.net")).containsExactly("example.net");
        assertThat(links("example.net or jane@example.com")).containsExactly("example.net");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exam\u200bple.com             | example.com",
                "https\u200d://example.com/a   | https://example.com/a",
                "exam\u00adple\u2060.com/a     | example.com/a",
                "example。com                  | example.com",
                "example．com                  | example.com",
                "ｅｘａｍｐｌｅ.com              | example.com",
                "https：／／example.com         | https://example.com",
                "📦\uFE0Fexample.com/a          | example.com/a",
                "1\uFE0F\u20E3example.com/a     | example.com/a",
                "example.com.\u200b\u0301        | example.com",
                "❤\uFE0Fhttps://example.com/a   | https://example.com/a",
                "दिल्ली\uFE0F.com                | दिल्ली.com",
            })
    void a_disguised_link_is_found_and_normalized(String text, String link) {
        assertThat(links(text)).containsExactly(link);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"1https://intranet/a", "Nr.7https://example.com/a", "_https://intranet", "éhttps://intranet"})
    void a_scheme_is_found_wherever_it_stands(String text) {
        assertThat(links(text)).isNotEmpty();
        assertThat(TextWithoutLinks.removeAll(text).orElseThrow().rest().text()).doesNotContain("://");
    }

    @Test
    void a_found_link_knows_its_place_in_the_text() {
        String text = "See exam\u200bple.com, please";

        Links.LinkMatch found = Links.findIn(text).get(0);

        assertThat(text.substring(found.start(), found.end())).isEqualTo("exam\u200bple.com");
        assertThat(found.value()).isEqualTo("example.com");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "example.com, https://example.com",
        "www.example.com/a, https://www.example.com/a",
        "example.com:8443, https://example.com:8443",
        "http://example.com, http://example.com",
        "HTTP://example.com, HTTP://example.com",
        "app://orders, app://orders"
    })
    void a_link_without_a_scheme_gets_one(String link, String complete) {
        assertThat(Links.withScheme(link)).isEqualTo(complete);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "https://example.com, true",
        "http://example.com, true",
        "HTTPS://example.com, true",
        "ftp://example.com, true",
        "app://orders, false",
        "httpsx://example.com, false",
        "example.com, false"
    })
    void a_preview_is_made_of_web_and_ftp_addresses(String link, boolean previewed) {
        assertThat(Links.canBePreviewed(link)).isEqualTo(previewed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Track it: https://example.com/t     | Track it:",
                "https://example.com/t is yours      | is yours",
                "See https://example.com/t now       | See now",
                "See https://example.com/t, please   | See, please",
                "See (https://example.com/t) now     | See () now",
                "See https://example.com/t\\nBye     | See\\nBye",
                "See\\nhttps://example.com/t\\nBye   | See\\nBye",
                "See\\nhttps://example.com/t Bye     | See\\nBye",
                "a.com b.com c.com                   | -",
                "See\\n\\nhttps://example.com/t\\n\\nBye   | See\\n\\nBye",
                "See\\nhttps://example.com/t\\n\\nBye    | See\\n\\nBye",
                "See:\\r\\nhttps://example.com/t\\r\\nBye | See:\\nBye",
                "See\\n\\n\\nhttps://example.com/t Bye   | See\\n\\nBye",
                "See\\rhttps://example.com/t\\rBye      | See\\nBye",
                "See\u2028https://example.com/t\u2028Bye | See\\nBye",
                "See\u000bhttps://example.com/t Bye     | See\\nBye",
                "See https://example.com/t\\nhttps://example.com/u now | See\\nnow",
                "1.\\nhttps://example.com/t\\n\\n2.\\nhttps://example.com/u | 1.\\n\\n2.",
            })
    void the_rest_of_a_text_reads_as_before(String text, String rest) {
        String broken = text.replace("\\n", "\n").replace("\\r", "\r");

        assertThat(TextWithoutLinks.removeAll(broken).orElseThrow().rest().text())
                .isEqualTo(Optional.ofNullable(rest).orElse("").replace("\\n", "\n"));
    }

    private static List<String> links(String text) {
        return Links.findIn(text).stream().map(Links.LinkMatch::value).toList();
    }
}
