package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.plan.link.Links.LinkMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes links in the markup of Slack, Markdown, HTML, BBCode and Jira. Group chats show markup literally, so it is removed
 * with the link, and the label remains as plain text. A label that is itself a link is also removed, because it names the same
 * page.
 */
final class LinkMarkup {
    /** Longest label. The other end of the markup is not searched beyond it. */
    private static final int WINDOW = 500;

    /** Most spaces between a bracket and a link. */
    private static final int MAX_SPACES = 10;

    private static final Pattern HTML_TAG = Pattern.compile("(?i)<(a|img)\\s(?:[^<>]*\\s)?(?:href|src)\\s*=\\s*[\"']?");
    private static final Pattern HTML_TAG_END = Pattern.compile("[^<>]{0," + WINDOW + "}+>");
    private static final Pattern HTML_END = Pattern.compile("(?i)</a\\s*>");
    private static final Pattern BBCODE = Pattern.compile("(?i)\\[(url|link|img)(?:=[\"']?|\\])");
    private static final Pattern BBCODE_TAG_END = Pattern.compile("[\"']?\\]");
    private static final Pattern MARKDOWN_END = Pattern.compile("\\s*+(?:\"[^\"\\n]{0," + WINDOW + "}+\"|'[^'\\n]{0,"
            + WINDOW + "}+'|\\([^)\\n]{0," + WINDOW + "}+\\))?+\\s*+\\)");
    private static final Pattern SLACK_LABEL = Pattern.compile("\\|([^<>]{0," + WINDOW + "}+)>");
    private static final Pattern JIRA_END = Pattern.compile("(?:\\|[a-z-]{1,20}+)?\\]");
    private static final List<String> WEB = List.of("https://", "http://");
    private static final String DIRECTION_STARTS = "\u202A\u202B\u202D\u202E\u2066\u2067\u2068";
    private static final String DIRECTION_ENDS = "\u202C\u2069";

    private final String text;
    private final List<LinkMatch> found;
    private final Map<Integer, TextRange> byEnd = new HashMap<>();

    private LinkMarkup(String text, List<LinkMatch> found) {
        this.text = text;
        this.found = found;
        found.forEach(link -> byEnd.put(link.end(), new TextRange(link.start(), link.end())));
    }

    /**
     * The ranges and links to remove from a text.
     *
     * @param cuts in order, without overlaps
     * @param links in order, as they are sent
     */
    record Removal(List<TextCut> cuts, List<String> links) {}

    /**
     * A link with the markup around it.
     *
     * @param label the text that remains; empty if nothing remains
     */
    private record Marked(TextRange all, Optional<TextRange> label, String link) {
        List<TextCut> cuts(Set<Integer> labelsOfOthers) {
            return label.filter(name -> !labelsOfOthers.contains(name.start()))
                    .map(name -> List.of(
                            new TextCut(all.start(), name.start(), true), new TextCut(name.end(), all.end(), true)))
                    .orElseGet(() -> List.of(new TextCut(all.start(), all.end(), false)));
        }
    }

    static Removal planRemoval(String text, List<LinkMatch> found) {
        return new LinkMarkup(text, found).planRemoval();
    }

    private Removal planRemoval() {
        List<Marked> marked = found.stream().map(this::findMarks).toList();
        Set<Integer> labelsOfOthers = new HashSet<>();
        for (Marked each : marked) {
            each.label().filter(this::isLink).ifPresent(label -> labelsOfOthers.add(label.start()));
        }
        Set<Integer> hidden = findHidden(marked);
        List<TextCut> cuts = new ArrayList<>();
        List<String> links = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            int start = found.get(i).start();
            if (!labelsOfOthers.contains(start) && !hidden.contains(start)) {
                links.add(marked.get(i).link());
                cuts.addAll(marked.get(i).cuts(labelsOfOthers));
            }
        }
        return new Removal(TextCut.merge(text, cuts), links);
    }

    /**
     * Links that a reader does not see: in the title of another link, or in an attribute that a mail program adds, such as
     * {@code originalsrc="https://…"}.
     */
    private Set<Integer> findHidden(List<Marked> marked) {
        Set<Integer> hidden = new HashSet<>();
        for (int i = 0; i < found.size(); i++) {
            Marked marks = marked.get(i);
            if (!hidden.contains(found.get(i).start())) {
                for (int j = i - 1;
                        j >= 0 && found.get(j).start() >= marks.all().start();
                        j--) {
                    addIfHidden(found.get(j), marks, hidden);
                }
                for (int j = i + 1;
                        j < found.size() && found.get(j).start() < marks.all().end();
                        j++) {
                    addIfHidden(found.get(j), marks, hidden);
                }
            }
        }
        return hidden;
    }

    private static void addIfHidden(LinkMatch other, Marked marks, Set<Integer> hidden) {
        if (marks.label().filter(label -> label.contains(other.start())).isEmpty()) {
            hidden.add(other.start());
        }
    }

    private boolean isLink(TextRange label) {
        return label.equals(byEnd.get(label.end()));
    }

    private Marked findMarks(LinkMatch link) {
        return inParentheses(link)
                .or(() -> inAngles(link))
                .or(() -> html(link))
                .or(() -> bbCode(link))
                .or(() -> inJiraBrackets(link))
                .orElseGet(() -> new Marked(withDirections(link), Optional.empty(), link.value()));
    }

    /** {@code <https://…>}, Slack's {@code <https://…|label>} and Outlook's {@code www.example.com<https://…>}. */
    private Optional<Marked> inAngles(LinkMatch link) {
        if (!isAt(link.start() - 1, '<')) {
            return Optional.empty();
        }
        if (isAt(link.end(), '>')) {
            Optional<TextRange> label = Optional.ofNullable(byEnd.get(link.start() - 1));
            int start = label.map(TextRange::start).orElse(link.start() - 1);
            return Optional.of(new Marked(new TextRange(start, link.end() + 1), label, decoded(link)));
        }
        Matcher label = SLACK_LABEL.matcher(text).region(link.end(), text.length());
        return label.lookingAt()
                ? Optional.of(new Marked(
                        new TextRange(link.start() - 1, label.end()),
                        visibleLabel(label.start(1), label.end(1)),
                        decoded(link)))
                : Optional.empty();
    }

    /** {@code [label](https://…)}, also with a title after the URL; the label of an image is its description. */
    private Optional<Marked> inParentheses(LinkMatch link) {
        boolean isInAngles = isAt(link.start() - 1, '<') && isAt(link.end(), '>');
        int bracket = link.start() - (isInAngles ? 2 : 1);
        while (isAt(bracket, ' ') && link.start() - bracket < MAX_SPACES) {
            bracket--;
        }
        if (!isAt(bracket, '(') || !isAt(bracket - 1, ']')) {
            return Optional.empty();
        }
        int opening = openingBracket(bracket - 1);
        Matcher end = MARKDOWN_END.matcher(text).region(link.end() + (isInAngles ? 1 : 0), text.length());
        if (opening < 0 || !end.lookingAt()) {
            return Optional.empty();
        }
        int start = isAt(opening - 1, '!') ? opening - 1 : opening;
        return Optional.of(
                new Marked(new TextRange(start, end.end()), visibleLabel(opening + 1, bracket - 1), link.value()));
    }

    private int openingBracket(int closing) {
        int depth = 0;
        for (int i = closing; i >= 0 && closing - i <= WINDOW; i--) {
            depth += isAt(i, ']') ? 1 : isAt(i, '[') ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** {@code <a href="https://…">label</a>}, and an image, which is removed completely. */
    private Optional<Marked> html(LinkMatch link) {
        int start = lastBefore('<', link.start());
        if (start < 0) {
            return Optional.empty();
        }
        Matcher tag = HTML_TAG.matcher(text).region(start, link.start());
        Matcher tagEnd = HTML_TAG_END.matcher(text).region(link.end(), text.length());
        return tag.matches() && tagEnd.lookingAt()
                ? Optional.of(
                        element(start, tagEnd.end(), HTML_END, tag.group(1).equalsIgnoreCase("img"), decoded(link)))
                : Optional.empty();
    }

    /** {@code [url=https://…]label[/url]}, {@code [url]https://…[/url]}. */
    private Optional<Marked> bbCode(LinkMatch link) {
        int start = lastBefore('[', link.start());
        if (start < 0) {
            return Optional.empty();
        }
        Matcher tag = BBCODE.matcher(text).region(start, link.start());
        if (!tag.matches()) {
            return Optional.empty();
        }
        Pattern closing = Pattern.compile("(?i)\\[/" + tag.group(1) + "\\]");
        if (tag.group().endsWith("]")) {
            Matcher end = closing.matcher(text).region(link.end(), text.length());
            return end.lookingAt()
                    ? Optional.of(new Marked(new TextRange(start, end.end()), Optional.empty(), link.value()))
                    : Optional.empty();
        }
        Matcher tagEnd = BBCODE_TAG_END.matcher(text).region(link.end(), text.length());
        return tagEnd.lookingAt()
                ? Optional.of(element(start, tagEnd.end(), closing, false, link.value()))
                : Optional.empty();
    }

    /** @param isEmpty whether the element has neither a label nor an end tag */
    private Marked element(int start, int tagEnd, Pattern closing, boolean isEmpty, String link) {
        Matcher end = closing.matcher(text).region(tagEnd, Math.min(text.length(), tagEnd + WINDOW));
        return !isEmpty && end.find()
                ? new Marked(new TextRange(start, end.end()), visibleLabel(tagEnd, end.start()), link)
                : new Marked(new TextRange(start, tagEnd), Optional.empty(), link);
    }

    /** Jira's {@code [label|https://…]}. */
    private Optional<Marked> inJiraBrackets(LinkMatch link) {
        int start = isAt(link.start() - 1, '|') ? lastBefore('[', link.start() - 1) : -1;
        Matcher end = JIRA_END.matcher(text).region(link.end(), text.length());
        return start >= 0 && end.lookingAt()
                ? Optional.of(new Marked(
                        new TextRange(start, end.end()), visibleLabel(start + 1, link.start() - 1), link.value()))
                : Optional.empty();
    }

    /** Includes a repeated scheme, and the marks of a writing direction that start before the link and end after it. */
    private TextRange withDirections(LinkMatch link) {
        int start = outerStart(link);
        int end = link.end();
        while (start > 0
                && end < text.length()
                && DIRECTION_STARTS.indexOf(text.charAt(start - 1)) >= 0
                && DIRECTION_ENDS.indexOf(text.charAt(end)) >= 0) {
            start--;
            end++;
        }
        return new TextRange(start, end);
    }

    private int outerStart(LinkMatch link) {
        int start = link.start();
        int outer = beforeScheme(start);
        while (outer < start) {
            start = outer;
            outer = beforeScheme(start);
        }
        return start;
    }

    /** Returns the start of the web scheme that ends at an index; the index itself if there is none. */
    private int beforeScheme(int end) {
        return WEB.stream()
                .filter(scheme -> text.regionMatches(true, end - scheme.length(), scheme, 0, scheme.length()))
                .mapToInt(scheme -> end - scheme.length())
                .findFirst()
                .orElse(end);
    }

    /** Removes white space around a label; empty if it has no visible character. */
    private Optional<TextRange> visibleLabel(int start, int end) {
        int from = start;
        int to = end;
        while (from < to && TextCut.isGap(text.charAt(from))) {
            from++;
        }
        while (to > from && TextCut.isGap(text.charAt(to - 1))) {
            to--;
        }
        return InvisibleCharacters.isBlank(text.substring(from, to))
                ? Optional.empty()
                : Optional.of(new TextRange(from, to));
    }

    private int lastBefore(char c, int position) {
        for (int i = position - 1; i >= 0 && position - i <= WINDOW; i--) {
            if (text.charAt(i) == c) {
                return i;
            }
        }
        return -1;
    }

    private boolean isAt(int index, char c) {
        return index >= 0 && index < text.length() && text.charAt(index) == c;
    }

    /** Decodes ampersands, which HTML and Slack escape. */
    private static String decoded(LinkMatch link) {
        return link.value().replace("&amp;", "&");
    }
}
