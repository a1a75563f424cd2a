package dev.linqroutes.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Names of groups that look the same are equal after normalization. */
class GroupRefNormalizerPropertiesTest {
    private static final String[] INVISIBLE = {
        "\u200B", "\uFEFF", "\u200E", "\u200F", "\u2060", "\u00AD", "\u202A", "\u202C", "\u2068", "\u2069", "\u061C",
        "\u180E"
    };

    @Property
    void a_name_is_the_same_composed_and_decomposed(@ForAll("names") String name) {
        assertThat(GroupRefNormalizer.normalize(Normalizer.normalize(name, Normalizer.Form.NFD)))
                .isEqualTo(GroupRefNormalizer.normalize(Normalizer.normalize(name, Normalizer.Form.NFC)))
                .isEqualTo(GroupRefNormalizer.normalize(name));
    }

    @Property
    void normalizing_a_name_is_idempotent(@ForAll("names") String name) {
        String spelled = GroupRefNormalizer.normalize(name);

        assertThat(GroupRefNormalizer.normalize(spelled)).isEqualTo(spelled);
        assertThat(GroupRefNormalizer.normalize(GroupRefNormalizer.decompose(spelled)))
                .isEqualTo(spelled);
    }

    @Property
    void an_invisible_character_does_not_change_a_name(
            @ForAll("names") String name, @ForAll("invisible") String invisible, @ForAll int at) {
        int place = name.offsetByCodePoints(0, Math.floorMod(at, name.codePointCount(0, name.length()) + 1));

        assertThat(GroupRefNormalizer.normalize(name.substring(0, place) + invisible + name.substring(place)))
                .isEqualTo(GroupRefNormalizer.normalize(name));
    }

    @Property
    void a_no_break_space_is_a_space(@ForAll("names") String name, @ForAll("spaces") String space) {
        assertThat(GroupRefNormalizer.normalize("a" + space + name))
                .isEqualTo(GroupRefNormalizer.normalize("a " + name));
        assertThat(GroupRefNormalizer.normalize(space + name + space)).isEqualTo(GroupRefNormalizer.normalize(name));
    }

    @Property
    void an_ordinary_name_is_not_changed(@ForAll("ordinary") String name) {
        assertThat(GroupRefNormalizer.normalize(name)).isEqualTo(name);
    }

    @Example
    void names_that_look_different_stay_different() {
        // The flags of England and Scotland, a family of three and its members, a Persian word with and without its
        // joint.
        String england = "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F";
        String scotland = "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F";

        assertThat(GroupRefNormalizer.normalize(england)).isNotEqualTo(GroupRefNormalizer.normalize(scotland));
        assertThat(GroupRefNormalizer.normalize("👨‍👩‍👧"))
                .isEqualTo("👨‍👩‍👧")
                .isNotEqualTo(GroupRefNormalizer.normalize("👨👩👧"));
        assertThat(GroupRefNormalizer.normalize("می\u200Cخواهم")).isEqualTo("می\u200Cخواهم");
    }

    @Example
    void a_name_without_visible_characters_is_empty() {
        assertThat(GroupRefNormalizer.normalize("\u200B\u2060")).isEmpty();
        assertThat(GroupRefNormalizer.normalize("\u00A0\u200D")).isEmpty();
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a",
                "München",
                "Zoé",
                "Å",
                "\u212B",
                "e\u0301",
                "q\u0307\u0323",
                "각",
                "が",
                "ガ",
                "字",
                "ب",
                "👨",
                "👍🏽",
                "❤️",
                "ﷺ",
                "क्ष",
                "\u200C",
                "\u200D",
                "\u200B",
                "\u00A0",
                "\u3000",
                "\u2028",
                " ",
                "-",
                "\u2011",
                "1",
                "\u0301",
                "\u0958",
                "\uFB2C");
        return Arbitraries.oneOf(pieces.list().ofMinSize(1).ofMaxSize(8).map(parts -> String.join("", parts)))
                .filter(name -> !name.isEmpty());
    }

    @Provide
    Arbitrary<String> ordinary() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withChars("0123456789-_./:# äöüßéñçłžИжΩ字가")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(name -> !name.startsWith(" ") && !name.endsWith(" "));
    }

    @Provide
    Arbitrary<String> invisible() {
        return Arbitraries.of(INVISIBLE);
    }

    @Provide
    Arbitrary<String> spaces() {
        return Arbitraries.of("\u00A0", "\u202F", "\u2007", "\u2009", "\u3000");
    }
}
