package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.CreateGroup;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.plan.link.TextRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Rules for the plans of all messages. */
@StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
class PlannerPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Optional<String> OPENING = Optional.of("Hello from us");

    /** A definition of a link that is independent of the planner's. */
    private static final Pattern LINK = Pattern.compile(
            "(?i)[a-z]://[\\p{L}\\p{N}](?![0-9#*]?\\u20E3)"
                    + "|(?<![\\p{L}\\p{M}\\p{N}_@])[\\p{L}\\p{N}-]*[\\p{L}\\p{N}]\\.(com|de|uk|io|jp|net|org)(?![\\p{L}\\p{M}\\p{N}_@-]|\\.[\\p{L}\\p{N}])");

    /** With an ASCII full stop: after {@code www。} a sentence continues, unless a known domain follows. */
    private static final Pattern WWW = Pattern.compile("(?i)(?<![\\p{L}\\p{N}_.-])www\\.(?!\\S*://)[\\p{L}\\p{N}]");

    @Property
    void a_first_message_never_contains_a_link(
            @ForAll("said") SampleText said, @ForAll("names") Optional<String> name) {
        Assume.that(!said.text().isBlank());
        TestCommand group = named(aGroup("ord-1001").saying(said.text()), name);

        String first = TestPlan.of(group, OPENING).first().text();

        said.links().forEach(link -> assertThat(first).doesNotContain(link));
        assertHoldsNoLink(first);
    }

    /** With any distribution of links a message results in at most one call per part, and one for name and icon, or is refused. */
    @Property(tries = 150)
    void a_command_that_exceeds_the_limits_of_its_calls_is_refused(
            @ForAll @IntRange(min = 1, max = 60) int parts,
            @ForAll @IntRange(max = 12) int linksEach,
            @ForAll @IntRange(max = 100) int listed,
            @ForAll boolean inAGroupToCome) {
        TestCommand command = inAGroupToCome ? aGroup("ord-1001") : aMessage("ord-1001");
        String message = listed > 0
                ? "{'text': '" + links(0, linksEach * 10) + " Hi', 'links': [" + quotedLinks(Math.min(listed, 50))
                        + "]}"
                : IntStream.range(0, Math.min(parts, 49))
                        .mapToObj(i -> "{'type': 'text', 'value': 'Hi " + links(i * linksEach, linksEach)
                                + "'}, {'type': 'media', 'attachment_id': 'a" + i + "'}")
                        .collect(Collectors.joining(", ", "{'parts': [", "]}"));
        int links = listed > 0 ? linksEach * 10 + Math.min(listed, 50) : Math.min(parts, 49) * linksEach;

        try {
            List<TestPlan.Call> calls =
                    TestPlan.of(command.with("message", message)).calls();

            assertThat(links).isLessThanOrEqualTo(100);
            assertThat(calls).hasSizeLessThanOrEqualTo(102);
            assertThat(calls.stream()
                            .mapToInt(call -> call.planned().body().length())
                            .sum())
                    .isLessThanOrEqualTo(1_000_000);
        } catch (CommandRefused e) {
            assertThat(links).isGreaterThan(100);
        }
    }

    private static String links(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> "x" + i + ".com")
                .collect(Collectors.joining(" "));
    }

    private static String quotedLinks(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'y" + i + ".com'").collect(Collectors.joining(", "));
    }

    @Property
    void only_links_and_white_space_are_removed_from_a_text(@ForAll("said") SampleText said) {
        Assume.that(said.saysSomething());
        String rest = withoutSpace(said.textWithoutLinks());

        TestPlan plan = TestPlan.of(aGroup("ord-1001").saying(said.text()));

        assertThat(withoutSpace(plan.first().text())).isEqualTo(rest);
    }

    @Property
    void every_link_arrives_once_in_order_and_alone(@ForAll("said") SampleText said, @ForAll boolean inAGroupToCome) {
        Assume.that(!said.text().isBlank());
        TestCommand command = inAGroupToCome ? aGroup("ord-1001") : aMessage("ord-1001");

        TestPlan plan = TestPlan.of(command.saying(said.text()), OPENING);

        assertThat(linkMessages(plan)).isEqualTo(said.links());
    }

    @Property
    void links_given_in_links_follow_the_links_of_the_text(
            @ForAll("said") SampleText said, @ForAll("links") List<String> links) {
        TestCommand command = aMessage("ord-1001").saying("Hello " + said.text());
        command.with("message/links", array(links));

        TestPlan plan = TestPlan.of(command);

        SampleText both = new SampleText(Stream.concat(
                        said.tokens().stream(),
                        links.stream().map(link -> new SampleText.Token("", Optional.of(link), "", " ")))
                .toList());
        assertThat(linkMessages(plan)).isEqualTo(both.links());
    }

    @Property
    void every_text_is_planned_by_the_rules_or_refused(
            @ForAll("chaos") String text,
            @ForAll("links") List<String> links,
            @ForAll("names") Optional<String> name,
            @ForAll boolean effect) {
        TestCommand command = named(aGroup("ord-1001").saying(text), name);
        command.with("message/links", array(links));

        Optional<TestPlan> plan = plannedByTheRules(effect ? withEffect(command) : command);

        plan.map(planned -> planned.first().text())
                .filter(first -> !OPENING.equals(Optional.of(first)))
                .ifPresent(first -> {
                    assertHoldsNoLink(first);
                    assertIsWhatRemainsOf(withoutSpace(text), withoutSpace(first));
                });
    }

    @Property
    void all_parts_are_planned_by_the_rules_or_refused(
            @ForAll("parts") List<JsonNode> parts,
            @ForAll("names") Optional<String> name,
            @ForAll boolean inAGroupToCome,
            @ForAll boolean effect) {
        TestCommand command = inAGroupToCome ? named(aGroup("ord-1001"), name) : aMessage("ord-1001");
        command.with("message", "{}")
                .with("message/parts", JSON.createArrayNode().addAll(parts));

        Optional<TestPlan> plan = plannedByTheRules(effect ? withEffect(command) : command);

        if (inAGroupToCome) {
            plan.ifPresent(planned -> assertHoldsNoLink(planned.first().text()));
        }
    }

    @Property
    void a_decoration_covers_the_same_characters_after_the_links_are_gone(
            @ForAll("said") SampleText said, @ForAll("places") List<TextRange> places, @ForAll boolean inAGroupToCome) {
        Assume.that(said.saysSomething());
        List<TextRange> ranges = within(said.text(), places);
        TestCommand command = inAGroupToCome ? aGroup("ord-1001") : aMessage("ord-1001");
        command.saying(said.text()).with("message/text_decorations", decorations(ranges));

        Plan plan = new Planner(OPENING).splitIntoCalls(command.enriched());

        JsonNode part = TestPlan.of(command, OPENING).first().parts().get(0);
        List<String> covered = ranges.stream()
                .map(range -> withoutSpace(said.wordsWithin(range)))
                .filter(words -> !words.isEmpty())
                .toList();
        List<String> decorated = StreamSupport.stream(
                        part.path("text_decorations").spliterator(), false)
                .map(decoration -> TextRange.fromJson(decoration.get("range")))
                .map(range -> part.get("value").textValue().substring(range.start(), range.end()))
                .map(PlannerPropertiesTest::withoutSpace)
                .filter(words -> !words.isEmpty())
                .toList();
        assertThat(decorated).isEqualTo(covered);
        assertThat(plan.warnings()).hasSizeBetween(0, ranges.size() - covered.size());
    }

    @Property
    void animations_that_do_not_overlap_still_do_not_when_the_links_are_gone(
            @ForAll("said") SampleText said, @ForAll("places") List<TextRange> places) {
        Assume.that(!said.text().isBlank());
        TestCommand command = aGroup("ord-1001").saying(said.text());
        List<TextRange> apart = apart(within(said.text(), places));
        command.with("message/text_decorations", animations(apart));

        List<JsonNode> parts = TestPlan.of(command, OPENING).first().parts();

        assertThat(TextDecorations.findProblems("", parts.get(0))).isEmpty();
    }

    @Property
    void a_mention_keeps_the_name(@ForAll("said") SampleText before, @ForAll("said") SampleText after) {
        TestCommand command = aGroup("ord-1001")
                .saying(before.text() + " ÅnneLiese " + after.text())
                .with("message/mention", "{'handle': '" + TestCommand.ANN + "', 'text': 'ÅnneLiese'}");

        JsonNode part = TestPlan.of(command).first().parts().get(0);

        TextRange range = TextRange.fromJson(part.get("mention_range"));
        assertThat(part.get("value").textValue().substring(range.start(), range.end()))
                .isEqualTo("ÅnneLiese");
        assertThat(part.get("mention").textValue()).isEqualTo(TestCommand.ANN);
    }

    @Property
    void with_any_decorations_a_first_message_has_no_link_and_no_text_is_lost(
            @ForAll("said") SampleText said, @ForAll("places") List<TextRange> places) {
        Assume.that(said.saysSomething());
        String rest = withoutSpace(said.textWithoutLinks());
        TestCommand plain = aGroup("ord-1001").saying(said.text());
        TestPlan without = TestPlan.of(plain);

        TestPlan with = TestPlan.of(plain.with("message/text_decorations", decorations(within(said.text(), places))));

        assertThat(with.lines()).isEqualTo(without.lines());
        assertHoldsNoLink(with.first().text());
        assertThat(withoutSpace(with.first().text())).isEqualTo(rest);
        assertThat(linkMessages(with)).isEqualTo(said.links());
    }

    @Property
    void the_same_command_has_the_same_calls(@ForAll("said") SampleText said, @ForAll("ids") String id) {
        TestCommand command = aGroup(id).saying("Hello " + said.text());

        assertThat(TestPlan.of(command)).isEqualTo(TestPlan.of(command));
    }

    @Property
    void different_commands_have_different_keys(@ForAll("ids") String one, @ForAll("ids") String other) {
        Assume.that(!one.equals(other));
        String text = "Hello a.com b.com c.com";

        Set<String> keys = new HashSet<>(keys(TestPlan.of(aMessage(one).saying(text))));
        keys.addAll(keys(TestPlan.of(aMessage(other).saying(text))));

        assertThat(keys).hasSize(8);
        assertThat(keys).allSatisfy(key -> assertThat(key).matches("[A-Za-z0-9_-]{1,255}"));
    }

    @Property(tries = 50)
    void a_text_never_exceeds_the_size_of_a_part(
            @ForAll @StringLength(min = 9_990, max = 10_000) @NotEmpty String text) {
        plannedByTheRules(aGroup("ord-1001").saying(text.replaceAll("[\\x00\\ud800-\\udfff]", "x")));
    }

    /** The plan, checked against sections 2.2, 3.1 and 3.2 of the reference; empty if the command was refused. */
    private static Optional<TestPlan> plannedByTheRules(TestCommand command) {
        TestPlan plan;
        boolean group;
        try {
            group = command.enriched() instanceof CreateGroup;
            plan = TestPlan.of(command, OPENING);
        } catch (CommandRefused e) {
            assertThat(e.problems()).isNotEmpty();
            Statistics.label("outcome").collect("refused");
            return Optional.empty();
        }
        Statistics.label("outcome").collect("planned").coverage(outcome -> outcome.check("planned")
                .percentage(share -> share > 5));
        assertKeepsTheRules(plan, group);
        return Optional.of(plan);
    }

    private static void assertKeepsTheRules(TestPlan plan, boolean group) {
        assertThat(plan.calls())
                .extracting(call -> call.planned().position())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, plan.calls().size()).boxed().toList());
        assertThat(keys(plan)).doesNotHaveDuplicates().allSatisfy(key -> assertThat(key)
                .matches("[A-Za-z0-9_-]{1,255}"));
        assertThat(plan.messages()).allSatisfy(PlannerPropertiesTest::assertKeepsTheRules);
        assertThat(plan.messages().stream().filter(call -> call.message().has("effect")))
                .hasSizeLessThan(2);
        assertThat(plan.messages()).isNotEmpty();
        assertThat(plan.messages())
                .extracting(TestPlan.Call::kind)
                .startsWith(group ? CallKind.CREATE_CHAT : CallKind.SEND_MESSAGE);
        assertThat(plan.calls().subList(1, plan.calls().size()))
                .extracting(TestPlan.Call::kind)
                .doesNotContain(CallKind.CREATE_CHAT);
        assertThat(plan.calls().subList(0, plan.calls().size() - 1))
                .extracting(TestPlan.Call::kind)
                .doesNotContain(CallKind.UPDATE_CHAT);
        if (group) {
            assertThat(plan.first().message().has("effect")).isFalse();
            assertThat(plan.first().message().has("reply_to")).isFalse();
            assertThat(types(plan.first())).doesNotContain("link");
        }
    }

    private static void assertKeepsTheRules(TestPlan.Call call) {
        assertThat(call.message().path("idempotency_key").asText())
                .isEqualTo(call.planned().idempotencyKey().orElseThrow());
        assertThat(call.parts()).hasSizeBetween(1, 100);
        List<String> types = types(call);
        assertThat(types).isSubsetOf("text", "media", "link");
        assertThat(String.join(" ", types)).doesNotContain("text text");
        if (types.contains("link")) {
            assertThat(types).containsExactly("link");
        }
        for (JsonNode part : call.parts()) {
            if (part.has("value")) {
                assertThat(TextDecorations.findProblems("", part)).isEmpty();
            }
            switch (part.get("type").asText()) {
                case "text" ->
                    assertThat(part.get("value").textValue()).isNotBlank().hasSizeLessThanOrEqualTo(10_000);
                case "link" ->
                    assertThat(part.get("value").textValue())
                            .matches("(?i)(https?|ftp)://\\S+")
                            .hasSizeLessThanOrEqualTo(2_048);
                default -> assertThat(part.has("url")).isNotEqualTo(part.has("attachment_id"));
            }
            if (part.has("url")) {
                assertThat(part.get("url").textValue()).startsWith("https://");
            }
        }
    }

    /** Reads the visible text; ignores e-mail addresses, names after an @, and text attached to one. */
    private static void assertHoldsNoLink(String text) {
        String withoutEmail = text.replaceAll("[\\p{Cf}\\uFE00-\\uFE0F]", "").replaceAll("\\S*@\\S+", "✉");

        assertThat(Stream.concat(
                                LINK.matcher(withoutEmail.replaceAll("[．。]", "."))
                                        .results(),
                                WWW.matcher(withoutEmail).results())
                        .map(MatchResult::group))
                .as("links in \"%s\"", text)
                .isEmpty();
    }

    private static void assertIsWhatRemainsOf(String whole, String rest) {
        int at = 0;
        for (int i = 0; i < rest.length(); i++) {
            at = whole.indexOf(rest.charAt(i), at) + 1;
            assertThat(at)
                    .as("place of character %d of \"%s\" in \"%s\"", i, rest, whole)
                    .isPositive();
        }
    }

    private static List<String> linkMessages(TestPlan plan) {
        return plan.calls().stream()
                .filter(call -> types(call).equals(List.of("link")))
                .map(call -> call.parts().get(0).get("value").textValue())
                .toList();
    }

    private static List<String> types(TestPlan.Call call) {
        return call.parts().stream().map(part -> part.get("type").asText()).toList();
    }

    private static List<String> keys(TestPlan plan) {
        return plan.messages().stream()
                .map(call -> call.planned().idempotencyKey().orElseThrow())
                .toList();
    }

    private static String withoutSpace(String text) {
        return text.chars()
                .filter(c -> !Character.isWhitespace(c))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static TestCommand named(TestCommand command, Optional<String> name) {
        return name.map(text -> command.with("display_name", "'" + text + "'")).orElse(command);
    }

    private static TestCommand withEffect(TestCommand command) {
        return command.with("message/effect", "{'type': 'screen', 'name': 'confetti'}")
                .with("message/reply_to", "{'message_id': 'm-1'}");
    }

    private static List<TextRange> within(String text, List<TextRange> places) {
        return places.stream()
                .map(place -> {
                    int start = place.start() % text.length();
                    return new TextRange(start, Math.min(text.length(), start + place.end()));
                })
                .toList();
    }

    private static List<TextRange> apart(List<TextRange> ranges) {
        List<TextRange> apart = new ArrayList<>();
        for (TextRange range : ranges) {
            if (apart.stream().noneMatch(range::overlaps)) {
                apart.add(range);
            }
        }
        return apart;
    }

    private static ArrayNode decorations(List<TextRange> ranges) {
        ArrayNode decorations = JSON.createArrayNode();
        ranges.forEach(range -> decorations.addObject().put("style", "bold").set("range", range.toJson()));
        return decorations;
    }

    private static ArrayNode animations(List<TextRange> ranges) {
        ArrayNode animations = JSON.createArrayNode();
        ranges.forEach(range -> animations.addObject().put("animation", "shake").set("range", range.toJson()));
        return animations;
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = JSON.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    @Provide
    Arbitrary<SampleText> said() {
        return SampleText.any();
    }

    @Provide
    Arbitrary<String> chaos() {
        return SampleText.chaos();
    }

    @Provide
    Arbitrary<List<String>> links() {
        return SampleText.link().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Optional<String>> names() {
        return Arbitraries.of(Optional.empty(), Optional.of("Order 1001"), Optional.of("example.com"));
    }

    /** Starts of decorations, modulo the length of the text, and their lengths. */
    @Provide
    Arbitrary<List<TextRange>> places() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 500),
                        Arbitraries.integers().between(1, 40))
                .as(TextRange::new)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().withChars("a1-_ ").ofMinLength(1).ofMaxLength(4),
                        Arbitraries.strings().withChars("a1-_ü/").ofMinLength(1).ofMaxLength(200))
                // An id must not have white space around it.
                .filter(id -> id.equals(id.strip()));
    }

    @Provide
    Arbitrary<List<JsonNode>> parts() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                SampleText.any().map(SampleText::text),
                SampleText.chaos(),
                Arbitraries.of("", " ", "Hello", "a".repeat(9_000)));
        Arbitrary<JsonNode> text = texts.map(value -> part("text").put("value", value));
        Arbitrary<JsonNode> decorated = Arbitraries.of("Hello", "See a.com").map(value -> {
            ObjectNode part = part("text").put("value", value);
            part.putArray("text_decorations")
                    .addObject()
                    .put("style", "bold")
                    .putArray("range")
                    .add(0)
                    .add(5);
            return part;
        });
        Arbitrary<JsonNode> link = Arbitraries.oneOf(
                        SampleText.link(), Arbitraries.of("app://orders", "mailto:a@b.com", "a b", " ", "hello"))
                .map(value -> part("link").put("value", value));
        Arbitrary<JsonNode> media = Arbitraries.of(
                        "https://example.com/a.png", "https://example.com/b.png", "http://example.com")
                .map(url -> part("media").put("url", url));
        Arbitrary<JsonNode> upload =
                Arbitraries.of("a-1", "a-2").map(id -> part("media").put("attachment_id", id));
        Arbitrary<JsonNode> broken = Arbitraries.of(
                part("text"),
                part("link").put("value", 7),
                part("media"),
                part("text").putNull("value"),
                part("media").put("url", 7),
                part("media").put("url", "https://a.b").put("attachment_id", "c"));
        return Arbitraries.frequencyOf(
                        Tuple.of(6, text),
                        Tuple.of(2, decorated),
                        Tuple.of(4, link),
                        Tuple.of(4, media),
                        Tuple.of(4, upload),
                        Tuple.of(1, broken))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static ObjectNode part(String type) {
        return JSON.createObjectNode().put("type", type);
    }
}
