package dev.linqroutes.files.template;

import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.ledger.model.GroupFact;
import dev.linqroutes.plan.TemplateParser;
import dev.linqroutes.plan.link.LinkEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fills the placeholders of a text: {@code Hello {first_name}}. A double brace is a literal brace. Values are inserted
 * literally and may contain braces.
 */
public final class Template {
    private static final String KIND = "the name of a column";

    private Template() {}

    /** The values of placeholders. */
    public interface PlaceholderValues {
        /**
         * The value by {@linkplain GroupField#normalizeName(String) normalized} name; empty if there is no such column, "" if
         * it has no value.
         */
        Optional<String> findValue(String name);

        /** Whether the value of that name is a template itself. */
        boolean isTemplate(String name);

        /** The columns for a message to a person, truncated. */
        String describeColumns();
    }

    /** What the text is used for. */
    public enum TemplateTarget {
        TEXT,
        /** A link, in which some characters must be encoded. */
        LINK,
        /** The text of a message, in which a placeholder may also be a {@link GroupFact}. */
        MESSAGE
    }

    /**
     * A filled template.
     *
     * @param text a template itself if it needs facts of the group: they are filled in when the command is accepted
     * @param needsGroup whether it does
     * @param problems why the template is refused; if there are any, the text must not be used
     * @param warnings for the producer
     */
    public record FilledText(String text, boolean needsGroup, List<String> problems, List<String> warnings) {
        /** A text without placeholders. */
        public static FilledText of(String text) {
            return new FilledText(text, false, List.of(), List.of());
        }
    }

    /**
     * Replaces placeholders by values. In a link, also inside a text, values are encoded.
     *
     * @param maxLength in characters; a longer result is a problem, and is not built
     */
    public static FilledText fill(String template, PlaceholderValues values, TemplateTarget target, int maxLength) {
        Filler filler = new Filler(template, values, target, maxLength);
        TemplateParser.parse(template, KIND, filler).ifPresent(filler.problems::add);
        return filler.finish();
    }

    private static final class Filler implements TemplateParser.Pieces {
        private final PlaceholderValues values;
        private final TemplateTarget target;
        private final int maxLength;
        private final LinkEncoder encoder;
        private final StringBuilder out;
        private final List<String> problems = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        /** The same text as a template; empty until it needs a fact of the group. */
        private final StringBuilder remaining = new StringBuilder();

        private int copied;
        private boolean needsGroup;

        Filler(String template, PlaceholderValues values, TemplateTarget target, int maxLength) {
            this.values = values;
            this.target = target;
            this.maxLength = maxLength;
            this.encoder = new LinkEncoder(target == TemplateTarget.LINK);
            this.out = new StringBuilder(template.length() + 16);
        }

        @Override
        public void addLiteral(char c) {
            out.append(c);
        }

        @Override
        public boolean addPlaceholder(String written) {
            String name = GroupField.normalizeName(written);
            Optional<String> value = values.findValue(name);
            if (value.isPresent()) {
                addValue(name, written, value.get());
            } else {
                addFact(written);
            }
            return problems.isEmpty();
        }

        private void addValue(String name, String written, String value) {
            Optional<MissingValueMarker> marker = MissingValueMarker.detect(value);
            if (value.isEmpty()) {
                problems.add(quote(written) + " is empty in this row");
            } else if (values.isTemplate(name) && hasBrace(value)) {
                problems.add(quote(written) + " contains placeholders; write them here instead");
            } else if (marker.isPresent() && marker.get().isRefusedIn(MissingValueMarker.Usage.PLACEHOLDER)) {
                problems.add(describe(written, marker.get()));
            } else if (out.length() + value.length() > maxLength) {
                problems.add("has more than " + maxLength + " characters with its placeholders filled in");
            } else {
                marker.filter(each -> each.isWarnedOfIn(MissingValueMarker.Usage.PLACEHOLDER))
                        .ifPresent(each -> warnings.add(describe(written, each)));
                findForeignMarker(out, value)
                        .ifPresent(sign -> warnings.add(sign + quote(written) + " is sent as " + sign
                                + CellText.abbreviate(value) + "; write " + quote(written) + " for the value alone"));
                encoder.advance(out);
                encoder.describeProblem(value).ifPresent(problem -> problems.add(quote(written) + " " + problem));
                out.append(encoder.encode(value));
            }
        }

        private void addFact(String written) {
            Optional<GroupFact> fact = GroupFact.ofPlaceholder(written);
            if (fact.isPresent() && target == TemplateTarget.MESSAGE) {
                copyAsTemplate();
                out.append(fact.get().placeholder());
                remaining.append(fact.get().placeholder());
                copied = out.length();
                needsGroup = true;
            } else if (fact.isPresent()) {
                problems.add(quote(written) + " can be used in the column message only; a link in a message is sent as"
                        + " a preview, too");
            } else {
                problems.add("there is no column for " + quote(written) + "; columns are " + values.describeColumns()
                        + (GroupFact.isMeantBy(written) ? "; of the group there are " + GroupFact.describeAll() : ""));
            }
        }

        private void copyAsTemplate() {
            remaining.append(TemplateParser.escape(out.substring(copied)));
        }

        FilledText finish() {
            if (needsGroup) {
                copyAsTemplate();
            }
            return new FilledText(needsGroup ? remaining.toString() : out.toString(), needsGroup, problems, warnings);
        }
    }

    private static String quote(String written) {
        return "{" + CellText.abbreviate(written) + "}";
    }

    private static String describe(String written, MissingValueMarker marker) {
        return quote(written) + " " + marker.describe(MissingValueMarker.Usage.PLACEHOLDER);
    }

    /** A dollar or percent sign before a placeholder, the syntax of other programs. Before a number the sign is intended. */
    private static Optional<String> findForeignMarker(CharSequence before, String value) {
        int last = before.length() - 1;
        boolean hasSign = last >= 0
                && (before.charAt(last) == '$' || before.charAt(last) == '%')
                && (last == 0 || !Character.isLetterOrDigit(before.charAt(last - 1)));
        return hasSign && Character.isLetter(value.codePointAt(0))
                ? Optional.of(String.valueOf(before.charAt(last)))
                : Optional.empty();
    }

    /** Passes the normalized name of each placeholder to the consumer. */
    public static void forEachPlaceholder(String template, Consumer<String> name) {
        TemplateParser.parse(template, KIND, new TemplateParser.Pieces() {
            @Override
            public void addLiteral(char c) {
                // Only the names are wanted.
            }

            @Override
            public boolean addPlaceholder(String written) {
                name.accept(GroupField.normalizeName(written));
                return true;
            }
        });
    }

    /** Whether a text must be {@linkplain #fill filled}. */
    public static boolean hasBrace(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }
}
