package dev.linqroutes.files.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.GroupRefNormalizer;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.CountryColumn;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.HandleCell;
import dev.linqroutes.files.cell.LinkCell;
import dev.linqroutes.files.cell.StateCodes;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.template.MergeTagDetector;
import dev.linqroutes.files.template.Template;
import dev.linqroutes.files.template.TextArtifactDetector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@code create_group} command in the making: cells come in, and each pointer remembers its column. */
final class CreateGroupBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter WRITER = JSON.writer();
    private static final int MAX_PROBLEMS = 10;

    /** More than the schema takes, so that it refuses them. */
    private static final int MAX_ENTRIES = 101;

    private static final int MAX_LINK_LENGTH = 10_000;
    private static final int MAX_TEXT_LENGTH = 100_000;

    private final Template.PlaceholderValues placeholders;
    private final ObjectNode command = JSON.createObjectNode().put("type", "create_group");
    private final ArrayNode to = JSON.createArrayNode();
    private final ObjectNode message = JSON.createObjectNode();
    private final ArrayNode links = JSON.createArrayNode();
    private final Map<String, String> columns = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final MissingValueMarker.Usage groupRefPlace;
    private final CountryColumn countryColumn;
    private Optional<String> region = Optional.empty();
    private Optional<String> regionProblem = Optional.empty();
    private Optional<String> regionAmbiguity = Optional.empty();

    /**
     * @param groupRef what the name of the group is there for
     * @param regions what the column of countries has
     */
    CreateGroupBuilder(
            Template.PlaceholderValues placeholders, MissingValueMarker.Usage groupRef, CountryColumn regions) {
        this.placeholders = placeholders;
        this.groupRefPlace = groupRef;
        this.countryColumn = regions;
    }

    /** Adds what a cell says; where there are several to a field, to what is there. */
    void addCell(GroupField field, String column, String cell) {
        switch (field) {
            case COMMAND_ID -> putId("/command_id", column, cell, MissingValueMarker.Usage.ID);
            case GROUP_REF -> putId("/group_ref", column, cell, groupRefPlace);
            case FROM -> {
                describeInvalidHandle(cell).ifPresent(problem -> refuse(new Problem("/from", problem)));
                put("/from", column, cell);
            }
            case DISPLAY_NAME ->
                put(
                        "/display_name",
                        column,
                        fillTemplate("/display_name", column, cell, MissingValueMarker.Usage.NAME));
            case ICON -> putValue("/group_chat_icon", column, cell);
            case NOT_BEFORE -> putValue("/not_before", column, cell);
            case EXPIRES_AT -> putValue("/expires_at", column, cell);
            case TEXT ->
                put(
                        message,
                        "/message",
                        "/text",
                        column,
                        fillTemplate("/message/text", column, cell, MissingValueMarker.Usage.TEXT));
            case TO, HANDLE -> HandleCell.split(cell).forEach(handle -> addHandle(column, handle));
            case LINKS -> LinkCell.split(cell).forEach(link -> addLink(column, link));
            case REGION -> putRegion(column, cell);
            case SERVICE -> {
                String service = Sidecar.parseService(cell).orElse(cell);
                describeMissingValue(cell).ifPresent(none -> refuse(new Problem("/message/preferred_service", none)));
                put(message, "/message", "/preferred_service", column, service);
            }
        }
    }

    boolean has(GroupField field) {
        return switch (field) {
            case COMMAND_ID -> command.has("command_id");
            case GROUP_REF -> command.has("group_ref");
            case FROM -> command.has("from");
            case DISPLAY_NAME -> command.has("display_name");
            case ICON -> command.has("group_chat_icon");
            case NOT_BEFORE -> command.has("not_before");
            case EXPIRES_AT -> command.has("expires_at");
            case TEXT -> message.has("text");
            case TO, HANDLE -> !to.isEmpty();
            case LINKS -> !links.isEmpty();
            case REGION -> region.isPresent();
            case SERVICE -> message.has("preferred_service");
        };
    }

    /** Says in which column a person would write what the command lacks, unless it has it. */
    void putColumnIfAbsent(String pointer, String column) {
        columns.putIfAbsent(pointer, column);
    }

    /** Refuses the command for what stands in a column that makes no field of it, or in another row. */
    void refuse(String column, String problem) {
        String pointer = "/columns/" + columns.size();
        columns.put(pointer, column);
        refuse(new Problem(pointer, problem));
    }

    /** Refuses the command. */
    void refuse(Problem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    private void warn(String column, String warning) {
        if (warnings.size() < MAX_PROBLEMS) {
            warnings.add("column " + CellText.abbreviate(column) + ": " + warning);
        }
    }

    List<Problem> problems() {
        return problems;
    }

    /** What the producer should know although the group is good. */
    List<String> warnings() {
        return warnings;
    }

    /** JSON pointer to column. */
    Map<String, String> columns() {
        return columns;
    }

    /** Country whose numbers need no country code. */
    Optional<String> region() {
        return region;
    }

    byte[] toJson() {
        command.set("to", to);
        command.set("message", message);
        if (!links.isEmpty()) {
            message.set("links", links);
        }
        try {
            return WRITER.writeValueAsBytes(command);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("nodes are always JSON", e);
        }
    }

    private void put(String pointer, String column, String value) {
        put(command, "", pointer, column, value);
    }

    private void put(ObjectNode object, String parent, String name, String column, String value) {
        object.put(name.substring(1), value);
        columns.put(parent + name, column);
    }

    /** What a program wrote for none is told as that, and not as a line or a time that is none. */
    private void putValue(String pointer, String column, String cell) {
        describeMissingValue(cell).ifPresent(none -> refuse(new Problem(pointer, none)));
        put(pointer, column, cell);
    }

    private static Optional<String> describeMissingValue(String cell) {
        return MissingValueMarker.detect(cell)
                .filter(none -> none.isRefusedIn(MissingValueMarker.Usage.NAME))
                .map(none -> none.describe(MissingValueMarker.Usage.NAME));
    }

    private void putId(String pointer, String column, String value, MissingValueMarker.Usage place) {
        MissingValueMarker.detect(GroupRefNormalizer.normalize(value)).ifPresent(none -> {
            if (none.isRefusedIn(place)) {
                refuse(new Problem(pointer, none.describe(place)));
            } else if (place == MissingValueMarker.Usage.MEMBERS && none.isWarnedOfIn(place)) {
                warn(column, none.describe(place));
            }
        });
        put(pointer, column, value);
    }

    private void addHandle(String column, String handle) {
        if (to.size() >= MAX_ENTRIES) {
            return;
        }
        String pointer = "/to/" + to.size();
        columns.putIfAbsent("/to", column);
        columns.put(pointer, column);
        describeInvalidHandle(handle).ifPresent(problem -> refuse(new Problem(pointer, problem)));
        to.add(CellText.truncate(handle));
    }

    private static Optional<String> describeInvalidHandle(String cell) {
        return HandleCell.describeProblem(cell).or(() -> describeMissingValue(cell));
    }

    private void addLink(String column, String link) {
        if (links.size() >= MAX_ENTRIES) {
            return;
        }
        String pointer = "/message/links/" + links.size();
        columns.putIfAbsent("/message/links", column);
        columns.put(pointer, column);
        describeMissingValue(link).ifPresent(none -> refuse(new Problem(pointer, none)));
        links.add(fillTemplate(pointer, column, link, Template.TemplateTarget.LINK, MAX_LINK_LENGTH));
    }

    private void putRegion(String column, String cell) {
        region = countryColumn.findRegion(cell);
        regionAmbiguity = region.flatMap(country -> StateCodes.describeAmbiguity(cell, country))
                .map(doubt -> "column " + CellText.abbreviate(column) + ": " + doubt);
        if (region.isEmpty()) {
            regionProblem = Optional.of("column " + column + ": must be a country such as US or Germany, is \""
                    + CellText.abbreviate(cell) + "\"");
        }
    }

    /** What the row of another member says about the country of its number. */
    void addMemberRegion(String cell, String differs) {
        Optional<String> other = countryColumn.findRegion(cell);
        if (other.isEmpty() || !other.equals(region)) {
            regionProblem = regionProblem.or(() -> Optional.of(differs));
        }
    }

    /** A number with its country code is understood wherever it is from, so a column of sales regions does no harm to it. */
    void checkRegion() {
        regionProblem.ifPresent(problem -> numbersWithoutCountryCode()
                .findFirst()
                .ifPresent(number -> refuse(Problem.of(problem + "; \"" + CellText.abbreviate(number)
                        + "\" has no + and country code, so write these or the country; rename the column if it says"
                        + " something else"))));
        regionAmbiguity.ifPresent(doubt -> numbersWithoutCountryCode()
                .filter(StateCodes::mayBeAmerican)
                .findFirst()
                .ifPresent(number -> warnings.add(
                        doubt + "; if \"" + CellText.abbreviate(number) + "\" is American, write it with +1")));
    }

    private Stream<String> numbersWithoutCountryCode() {
        List<String> numbers = new ArrayList<>();
        to.forEach(each -> numbers.add(each.textValue()));
        Optional.ofNullable(command.get("from")).ifPresent(line -> numbers.add(line.textValue()));
        return numbers.stream().filter(number -> !HandleCell.hasCountryCode(number));
    }

    private String fillTemplate(String pointer, String column, String template, MissingValueMarker.Usage place) {
        Optional<MissingValueMarker> none = MissingValueMarker.detect(template);
        none.filter(each -> each.isRefusedIn(place))
                .ifPresent(each -> refuse(new Problem(pointer, each.describe(place))));
        none.filter(each -> each.isWarnedOfIn(place)).ifPresent(each -> warn(column, each.describe(place)));
        int told = warnings.size();
        String text = fillTemplate(pointer, column, template, Template.TemplateTarget.TEXT, MAX_TEXT_LENGTH);
        if (none.isEmpty() && warnings.size() == told) {
            TextArtifactDetector.describeArtifact(text).ifPresent(lost -> warn(column, lost));
        }
        return text;
    }

    private String fillTemplate(
            String pointer, String column, String template, Template.TemplateTarget place, int longest) {
        MergeTagDetector.MergeTagFindings tags = MergeTagDetector.detect(template, placeholders);
        tags.problems().forEach(problem -> refuse(new Problem(pointer, problem)));
        tags.warnings().forEach(warning -> warn(column, warning));
        if (!tags.problems().isEmpty() || !Template.hasBrace(template)) {
            return template;
        }
        Template.FilledText filled = Template.fill(template, placeholders, place, longest);
        filled.problems().forEach(problem -> refuse(new Problem(pointer, problem)));
        filled.warnings().forEach(warning -> warn(column, warning));
        return filled.problems().isEmpty() ? filled.text() : template;
    }
}
