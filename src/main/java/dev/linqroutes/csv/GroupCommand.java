package dev.linqroutes.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.GroupRef;
import dev.linqroutes.command.NoValue;
import dev.linqroutes.command.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@code create_group} command in the making: cells come in, and each pointer remembers its column. */
final class GroupCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter WRITER = JSON.writer();
    private static final int MOST_PROBLEMS = 10;

    /** More than the schema takes, so that it refuses them. */
    private static final int MOST_ENTRIES = 101;

    private static final int LONGEST_LINK = 10_000;
    private static final int LONGEST_TEXT = 100_000;

    private final Template.Values placeholders;
    private final ObjectNode command = JSON.createObjectNode().put("type", "create_group");
    private final ArrayNode to = JSON.createArrayNode();
    private final ObjectNode message = JSON.createObjectNode();
    private final ArrayNode links = JSON.createArrayNode();
    private final Map<String, String> columns = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final NoValue.Place groupRef;
    private final Regions regions;
    private Optional<String> region = Optional.empty();
    private Optional<String> regionProblem = Optional.empty();
    private Optional<String> regionDoubt = Optional.empty();

    /**
     * @param groupRef what the name of the group is there for
     * @param regions what the column of countries has
     */
    GroupCommand(Template.Values placeholders, NoValue.Place groupRef, Regions regions) {
        this.placeholders = placeholders;
        this.groupRef = groupRef;
        this.regions = regions;
    }

    /** Adds what a cell says; where there are several to a field, to what is there. */
    void fill(Field field, String column, String cell) {
        switch (field) {
            case COMMAND_ID -> putId("/command_id", column, cell, NoValue.Place.ID);
            case GROUP_REF -> putId("/group_ref", column, cell, groupRef);
            case FROM -> {
                noHandle(cell).ifPresent(problem -> refuse(new Problem("/from", problem)));
                put("/from", column, cell);
            }
            case NAME -> put("/display_name", column, filled("/display_name", column, cell, NoValue.Place.NAME));
            case ICON -> putValue("/group_chat_icon", column, cell);
            case NOT_BEFORE -> putValue("/not_before", column, cell);
            case EXPIRES_AT -> putValue("/expires_at", column, cell);
            case TEXT ->
                put(message, "/message", "/text", column, filled("/message/text", column, cell, NoValue.Place.TEXT));
            case TO, HANDLE -> HandleCell.split(cell).forEach(handle -> addHandle(column, handle));
            case LINKS -> LinkCell.split(cell).forEach(link -> addLink(column, link));
            case REGION -> putRegion(column, cell);
            case SERVICE -> {
                String service = Sidecar.service(cell).orElse(cell);
                noValue(cell).ifPresent(none -> refuse(new Problem("/message/preferred_service", none)));
                put(message, "/message", "/preferred_service", column, service);
            }
        }
    }

    boolean has(Field field) {
        return switch (field) {
            case COMMAND_ID -> command.has("command_id");
            case GROUP_REF -> command.has("group_ref");
            case FROM -> command.has("from");
            case NAME -> command.has("display_name");
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
    void name(String pointer, String column) {
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
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }

    private void warn(String column, String warning) {
        if (warnings.size() < MOST_PROBLEMS) {
            warnings.add("column " + Cells.shown(column) + ": " + warning);
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

    byte[] json() {
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
        noValue(cell).ifPresent(none -> refuse(new Problem(pointer, none)));
        put(pointer, column, cell);
    }

    private static Optional<String> noValue(String cell) {
        return NoValue.of(cell)
                .filter(none -> none.isRefusedAs(NoValue.Place.NAME))
                .map(none -> none.reason(NoValue.Place.NAME));
    }

    private void putId(String pointer, String column, String value, NoValue.Place place) {
        NoValue.of(GroupRef.spelled(value)).ifPresent(none -> {
            if (none.isRefusedAs(place)) {
                refuse(new Problem(pointer, none.reason(place)));
            } else if (place == NoValue.Place.MEMBERS && none.isToldOf(place)) {
                warn(column, none.reason(place));
            }
        });
        put(pointer, column, value);
    }

    private void addHandle(String column, String handle) {
        if (to.size() >= MOST_ENTRIES) {
            return;
        }
        String pointer = "/to/" + to.size();
        columns.putIfAbsent("/to", column);
        columns.put(pointer, column);
        noHandle(handle).ifPresent(problem -> refuse(new Problem(pointer, problem)));
        to.add(Cells.shortened(handle));
    }

    private static Optional<String> noHandle(String cell) {
        return HandleCell.problem(cell).or(() -> noValue(cell));
    }

    private void addLink(String column, String link) {
        if (links.size() >= MOST_ENTRIES) {
            return;
        }
        String pointer = "/message/links/" + links.size();
        columns.putIfAbsent("/message/links", column);
        columns.put(pointer, column);
        noValue(link).ifPresent(none -> refuse(new Problem(pointer, none)));
        links.add(filled(pointer, column, link, Template.Place.LINK, LONGEST_LINK));
    }

    private void putRegion(String column, String cell) {
        region = regions.country(cell);
        regionDoubt = region.flatMap(country -> StateCodes.doubt(cell, country))
                .map(doubt -> "column " + Cells.shown(column) + ": " + doubt);
        if (region.isEmpty()) {
            regionProblem = Optional.of(
                    "column " + column + ": must be a country such as US or Germany, is \"" + Cells.shown(cell) + "\"");
        }
    }

    /** What the row of another member says about the country of its number. */
    void memberRegion(String cell, String differs) {
        Optional<String> other = regions.country(cell);
        if (other.isEmpty() || !other.equals(region)) {
            regionProblem = regionProblem.or(() -> Optional.of(differs));
        }
    }

    /** A number with its country code is understood wherever it is from, so a column of sales regions does no harm to it. */
    void settleRegion() {
        regionProblem.ifPresent(problem -> numbersWithoutCountry()
                .findFirst()
                .ifPresent(number -> refuse(Problem.of(problem + "; \"" + Cells.shown(number)
                        + "\" has no + and country code, so write these or the country; rename the column if it says"
                        + " something else"))));
        regionDoubt.ifPresent(doubt -> numbersWithoutCountry()
                .filter(StateCodes::mayBeAmerican)
                .findFirst()
                .ifPresent(number ->
                        warnings.add(doubt + "; if \"" + Cells.shown(number) + "\" is American, write it with +1")));
    }

    private Stream<String> numbersWithoutCountry() {
        List<String> numbers = new ArrayList<>();
        to.forEach(each -> numbers.add(each.textValue()));
        Optional.ofNullable(command.get("from")).ifPresent(line -> numbers.add(line.textValue()));
        return numbers.stream().filter(number -> !HandleCell.hasCountry(number));
    }

    private String filled(String pointer, String column, String template, NoValue.Place place) {
        Optional<NoValue> none = NoValue.of(template);
        none.filter(each -> each.isRefusedAs(place))
                .ifPresent(each -> refuse(new Problem(pointer, each.reason(place))));
        none.filter(each -> each.isToldOf(place)).ifPresent(each -> warn(column, each.reason(place)));
        int told = warnings.size();
        String text = filled(pointer, column, template, Template.Place.TEXT, LONGEST_TEXT);
        if (none.isEmpty() && warnings.size() == told) {
            LostInText.warning(text).ifPresent(lost -> warn(column, lost));
        }
        return text;
    }

    private String filled(String pointer, String column, String template, Template.Place place, int longest) {
        MergeTags.Found tags = MergeTags.in(template, placeholders);
        tags.problems().forEach(problem -> refuse(new Problem(pointer, problem)));
        tags.warnings().forEach(warning -> warn(column, warning));
        if (!tags.problems().isEmpty() || !Template.hasBrace(template)) {
            return template;
        }
        Template.Filled filled = Template.fill(template, placeholders, place, longest);
        filled.problems().forEach(problem -> refuse(new Problem(pointer, problem)));
        filled.warnings().forEach(warning -> warn(column, warning));
        return filled.problems().isEmpty() ? filled.text() : template;
    }
}
