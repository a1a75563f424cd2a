package dev.linqroutes.files.template;

import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.GroupField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects placeholders in the syntax of other programs: <code>{{first_name}}</code>, {@code *|FNAME|*}, {@code %first_name%},
 * {@code [First Name]}, {@code «first_name»}. They are sent unchanged, with a warning. Double braces around the name of a
 * column are refused, since they are never intended.
 */
public final class MergeTagDetector {
    private static final String NAME = "(\\p{L}[\\p{L}\\p{M}\\p{N}_ .:-]{0,58})";

    /** Mustache, Handlebars, Liquid and Jinja, with their filters. */
    private static final Pattern BRACES =
            Pattern.compile("\\{\\{\\{?[ ~]{0,3}[#/^>!&$@]?[ ]{0,3}([^{}\\n]{1,80})\\}\\}\\}?");

    /** Mailchimp. */
    private static final Pattern STARS =
            Pattern.compile("\\*\\|[ ]{0,3}([^|*\\n]{1,60})\\|\\*|\\|\\*([^|*\\n]{1,60})\\*\\|");

    /** Reported if the name is that of a column or a common placeholder. Excludes Markdown labels. */
    private static final Pattern MARKED_NAMES = Pattern.compile("%%[ ]?" + NAME + "%%"
            + "|%" + NAME + "%"
            + "|<<[ ]?" + NAME + ">>"
            + "|\\[\\[[ ]?" + NAME + "]]"
            + "|\\(\\([ ]?" + NAME + "\\)\\)"
            + "|&lt;&lt;[ ]?" + NAME + "&gt;&gt;"
            + "|<%=?[ ]?" + NAME + "%>"
            + "|<\\?=?[ ]?\\$?" + NAME + ";?[ ]?\\?>"
            + "|\\[[ ]?" + NAME + "](?!\\()"
            + "|<[ ]?" + NAME + ">"
            + "|«[ \\u00A0]?" + NAME + "[ \\u00A0]?»"
            + "|\\$\\([ ]?" + NAME + "\\)"
            + "|(?<![\\w$])\\$(\\p{L}[\\p{L}\\p{N}_]{0,58})"
            + "|(?<!\\w)__(\\p{L}[\\p{L}\\p{N}]{0,28}(?:_[\\p{L}\\p{N}]{1,28}){0,4})__"
            + "|(?<!\\w)[@#~^|](\\p{L}[\\p{L}\\p{N}_]{0,58})[@#~^|](?!\\w)");

    /** Microsoft Word: {@code FIRST_NAME}. */
    private static final Pattern CAPITAL_NAMES =
            Pattern.compile("(?<![\\w{%*|#@~^$])(\\p{Lu}{2,20}(?:_\\p{Lu}{1,20}){1,4})(?![\\w}])");

    /** printf: {@code %s}, without a name. */
    private static final Pattern PRINTF = Pattern.compile("(?<![\\w%])%(?:\\d\\$)?[sd](?![\\w%])");

    private static final List<String> MARKS =
            List.of("%", "[", "<", "&lt;", "((", "«", "$", "__", "@", "#", "~", "^", "|");

    private static final Pattern IDENTIFIER =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,40}(?:[.:][\\p{L}_][\\p{L}\\p{N}_]{0,40}){0,4}");

    /** Numbered placeholders of messengers and automations: <code>{{1}}</code>, <code>{{12345__first_name}}</code>. */
    private static final Pattern NUMBERED = Pattern.compile("\\s?\\d{1,12}(?:[._]{1,2}\\w{1,60})?\\s?");

    private static final Pattern CAMEL_CASE_BOUNDARY = Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})");

    /** Common placeholder names, reported also without such a column; without spaces and underscores. */
    private static final Set<String> COMMON_NAMES = Set.of(
            "name",
            "firstname",
            "fname",
            "lastname",
            "lname",
            "fullname",
            "surname",
            "contactname",
            "customername",
            "company",
            "companyname",
            "email",
            "emailaddress",
            "phone",
            "phonenumber",
            "vorname",
            "nachname",
            "prenom",
            "nombre",
            "apellido",
            "nome",
            "cognome",
            "sobrenome",
            "yourname",
            "recipientname");

    /** Usual column names for the short names of other programs. */
    private static final Map<String, String> COLUMN_BY_SHORT_NAME = Map.of(
            "firstname", "first_name",
            "fname", "first_name",
            "lastname", "last_name",
            "lname", "last_name",
            "fullname", "full_name",
            "companyname", "company_name");

    /**
     * The merge tags of a text. At most one problem and one warning.
     *
     * @param problems why the text is refused
     * @param warnings for the producer
     */
    public record MergeTagFindings(List<String> problems, List<String> warnings) {}

    private final Template.PlaceholderValues values;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private MergeTagDetector(Template.PlaceholderValues values) {
        this.values = values;
    }

    /** Runs the patterns only on texts with their marks: a sheet has a text in each row. */
    public static MergeTagFindings detect(String template, Template.PlaceholderValues values) {
        MergeTagDetector tags = new MergeTagDetector(values);
        if (template.contains("{{")) {
            tags.checkBraces(template);
        }
        if (template.contains("|*") || template.contains("*|")) {
            tags.checkMarkedNames(template, STARS);
        }
        if (MARKS.stream().anyMatch(template::contains)) {
            tags.checkMarkedNames(template, MARKED_NAMES);
        }
        if (mayHaveCapitalNames(template)) {
            tags.checkMarkedNames(template, CAPITAL_NAMES);
        }
        if (template.contains("%")) {
            tags.checkPrintf(template);
        }
        return new MergeTagFindings(tags.problems, tags.warnings);
    }

    private static boolean mayHaveCapitalNames(String template) {
        int at = template.indexOf('_', 1);
        while (at > 0 && !Character.isUpperCase(template.charAt(at - 1))) {
            at = template.indexOf('_', at + 1);
        }
        return at > 0;
    }

    private void checkBraces(String template) {
        Matcher tag = BRACES.matcher(template);
        while (tag.find()) {
            Optional<String> column = findColumn(tag.group(1).split("\\|", 2)[0]);
            if (column.isPresent()) {
                addProblem(tag.group(), column);
            } else if (IDENTIFIER
                            .matcher(CellText.strip(tag.group(1).split("\\|", 2)[0]))
                            .matches()
                    || NUMBERED.matcher(tag.group(1)).matches()) {
                String sent = tag.group().substring(1, tag.group().length() - 1);
                addWarning(CellText.abbreviate(tag.group()) + " is sent as " + CellText.abbreviate(sent)
                        + "; for a value write " + describeReplacement(column));
            }
        }
    }

    private void checkMarkedNames(String template, Pattern tags) {
        Matcher tag = tags.matcher(template);
        while (tag.find()) {
            String written = firstGroup(tag);
            Optional<String> column = findColumn(written);
            if (tags == STARS || column.isPresent() || isCommonName(written)) {
                addWarning(CellText.abbreviate(tag.group()) + " is sent unchanged; for a value write "
                        + describeReplacement(column));
            }
        }
    }

    private void checkPrintf(String template) {
        Matcher tag = PRINTF.matcher(template);
        if (tag.find()) {
            addWarning(tag.group() + " is sent unchanged; for a value write " + describeReplacement(Optional.empty()));
        }
    }

    private static String firstGroup(Matcher tag) {
        for (int group = 1; group <= tag.groupCount(); group++) {
            if (tag.group(group) != null) {
                return tag.group(group);
            }
        }
        throw new IllegalStateException("merge tag without a name: " + tag.group());
    }

    /**
     * The column or option of that name; also by its short name, after a prefix such as {@code contact.}, and in camel case.
     */
    private Optional<String> findColumn(String written) {
        String last = written.substring(Math.max(written.lastIndexOf('.'), written.lastIndexOf(':')) + 1);
        for (String name : List.of(written, last)) {
            String plain = GroupField.normalizeName(name);
            for (String column : List.of(
                    plain,
                    GroupField.normalizeName(CAMEL_CASE_BOUNDARY.matcher(name).replaceAll("_")),
                    COLUMN_BY_SHORT_NAME.getOrDefault(plain, plain))) {
                if (!column.isEmpty() && values.findValue(column).isPresent()) {
                    return Optional.of(column);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isCommonName(String written) {
        String last = written.substring(Math.max(written.lastIndexOf('.'), written.lastIndexOf(':')) + 1);
        return COMMON_NAMES.contains(
                GroupField.normalizeName(last).replace("_", "").toLowerCase(Locale.ROOT));
    }

    private void addProblem(String tag, Optional<String> column) {
        if (problems.isEmpty()) {
            problems.add(CellText.abbreviate(tag) + " is a placeholder of another program; write "
                    + describeReplacement(column));
        }
    }

    private static String describeReplacement(Optional<String> column) {
        return column.map(name -> "{" + CellText.abbreviate(name) + "}")
                .orElse("the name of a column in one pair of braces");
    }

    private void addWarning(String text) {
        if (warnings.isEmpty()) {
            warnings.add(text);
        }
    }
}
