package dev.linqroutes.files.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.GroupRefNormalizer;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.CountryColumn;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.HandleCell;
import dev.linqroutes.files.cell.LinkCell;
import dev.linqroutes.files.cell.ListCell;
import dev.linqroutes.files.cell.MediaCell;
import dev.linqroutes.files.cell.SheetCommand;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.template.MergeTagDetector;
import dev.linqroutes.files.template.Template;
import dev.linqroutes.files.template.TextArtifactDetector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Builds a command from cells, and maps each JSON pointer of the command to its column. */
final class RowCommandBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter WRITER = JSON.writer();
    private static final int MAX_PROBLEMS = 10;

    /** One more than the schema allows, so that the schema refuses the command. */
    private static final int MAX_ENTRIES = 101;

    private static final int MAX_LINK_LENGTH = 10_000;
    private static final int MAX_TEXT_LENGTH = 100_000;

    private final SheetCommand type;
    private final Template.PlaceholderValues placeholders;
    private final ObjectNode command = JSON.createObjectNode();
    private final ArrayNode handles = JSON.createArrayNode();
    private final ObjectNode message = JSON.createObjectNode();
    private final ArrayNode links = JSON.createArrayNode();
    private final ArrayNode media = JSON.createArrayNode();
    private final ArrayNode options = JSON.createArrayNode();
    private final Map<String, ColumnPlace> columns = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final MissingValueMarker.Usage groupRefUsage;
    private final GroupRegion region;

    /**
     * @param groupRefUsage what the group_ref is used for
     * @param countryColumn how to read the column of countries
     */
    RowCommandBuilder(
            SheetCommand type,
            Template.PlaceholderValues placeholders,
            MissingValueMarker.Usage groupRefUsage,
            CountryColumn countryColumn) {
        this.type = type;
        this.placeholders = placeholders;
        this.groupRefUsage = groupRefUsage;
        this.region = new GroupRegion(countryColumn);
    }

    SheetCommand type() {
        return type;
    }

    /** Adds the value of a cell of a field that the command uses. Several cells of a repeatable field add to each other. */
    void addCell(GroupField field, ColumnPlace column, String cell) {
        switch (field) {
            case COMMAND -> columns.put("/type", column);
            case COMMAND_ID -> putId("/command_id", column, cell, MissingValueMarker.Usage.ID);
            case GROUP_REF -> putId("/group_ref", column, cell, groupRefUsage);
            case CHAT_ID -> putValue("/chat_id", column, cell);
            case FROM -> {
                describeInvalidHandle(cell).ifPresent(problem -> refuse(new Problem("/from", problem)));
                put("/from", column, cell);
            }
            case DISPLAY_NAME ->
                put("/display_name", column, fillText("/display_name", column, cell, MissingValueMarker.Usage.NAME));
            case ICON -> putIcon(column, cell);
            case NOT_BEFORE -> putValue("/not_before", column, cell);
            case EXPIRES_AT -> putValue("/expires_at", column, cell);
            case TEXT -> putText(column, cell);
            case TO, HANDLE -> HandleCell.split(cell).forEach(handle -> addHandle(column, handle));
            case LINKS -> LinkCell.split(cell).forEach(link -> addLink(column, link));
            case MEDIA -> ListCell.splitMedia(cell).forEach(each -> addMedia(column, each));
            case MESSAGE_OF -> {
                checkId("/message_of", column, cell, MissingValueMarker.Usage.ID);
                put(command.putObject("message_of"), "/message_of", "/command_id", column, cell);
                columns.put("/message_of", column);
            }
            case OPTIONS -> ListCell.splitOptions(cell).forEach(option -> addOption(column, option));
            case REGION -> region.put(column.describe(), cell);
            case SERVICE -> {
                String service = Sidecar.parseService(cell).orElse(cell);
                describeMissingValue(cell)
                        .ifPresent(problem -> refuse(new Problem("/message/preferred_service", problem)));
                put(message, "/message", "/preferred_service", column, service);
            }
        }
    }

    boolean has(GroupField field) {
        return switch (field) {
            case COMMAND -> true;
            case COMMAND_ID -> command.has("command_id");
            case GROUP_REF -> command.has("group_ref");
            case CHAT_ID -> command.has("chat_id");
            case FROM -> command.has("from");
            case DISPLAY_NAME -> command.has("display_name");
            case ICON -> command.has("group_chat_icon");
            case NOT_BEFORE -> command.has("not_before");
            case EXPIRES_AT -> command.has("expires_at");
            case TEXT -> message.has("text") || message.has("template");
            case TO, HANDLE -> !handles.isEmpty();
            case LINKS -> !links.isEmpty();
            case MEDIA -> !media.isEmpty();
            case MESSAGE_OF -> command.has("message_of");
            case OPTIONS -> !options.isEmpty();
            case REGION -> region.country().isPresent();
            case SERVICE -> message.has("preferred_service");
        };
    }

    int optionCount() {
        return options.size();
    }

    /** Names the column of a missing field, for messages, unless the field has one. */
    void putColumnIfAbsent(String pointer, ColumnPlace column) {
        columns.putIfAbsent(pointer, column);
    }

    /** Refuses the command for a cell that maps to no field of it, or is in another row. */
    void refuse(ColumnPlace column, String problem) {
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

    private void warn(ColumnPlace column, String warning) {
        if (warnings.size() < MAX_PROBLEMS) {
            warnings.add("column " + CellText.abbreviate(column.describe()) + ": " + warning);
        }
    }

    List<Problem> problems() {
        return problems;
    }

    /** Warnings for the producer of a valid command. */
    List<String> warnings() {
        return warnings;
    }

    /** JSON pointer to column. */
    Map<String, ColumnPlace> columns() {
        return columns;
    }

    /** Country of the numbers without country code. */
    Optional<String> region() {
        return region.country();
    }

    byte[] toJson() {
        command.put("type", type.type());
        if (type.hasMembers()) {
            command.set(handlesPointer().substring(1), handles);
        }
        if (type.uses(GroupField.TEXT)) {
            command.set("message", message);
        }
        if (type.uses(GroupField.OPTIONS)) {
            command.set("options", options);
        }
        if (!links.isEmpty()) {
            message.set("links", links);
        }
        if (!media.isEmpty()) {
            message.set("media", media);
        }
        try {
            return WRITER.writeValueAsBytes(command);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON nodes cannot be written", e);
        }
    }

    private void put(String pointer, ColumnPlace column, String value) {
        put(command, "", pointer, column, value);
    }

    private void put(ObjectNode object, String parent, String name, ColumnPlace column, String value) {
        object.put(name.substring(1), value);
        columns.put(parent + name, column);
    }

    /** Reports a marker for a missing value, such as NULL, as that instead of as an invalid value. */
    private void putValue(String pointer, ColumnPlace column, String cell) {
        describeMissingValue(cell).ifPresent(problem -> refuse(new Problem(pointer, problem)));
        put(pointer, column, cell);
    }

    /** Puts the address of an icon, or the name of a local file. */
    private void putIcon(ColumnPlace column, String cell) {
        put("/group_chat_icon", column, cell);
        MediaCell.describeMistake(cell).ifPresent(problem -> refuse(new Problem("/group_chat_icon", problem)));
        if (MediaCell.isFileName(cell)) {
            command.putObject("group_chat_icon").put("file", cell);
        }
    }

    private static Optional<String> describeMissingValue(String cell) {
        return MissingValueMarker.detect(cell)
                .filter(marker -> marker.isRefusedIn(MissingValueMarker.Usage.NAME))
                .map(marker -> marker.describe(MissingValueMarker.Usage.NAME));
    }

    private void putId(String pointer, ColumnPlace column, String value, MissingValueMarker.Usage usage) {
        checkId(pointer, column, value, usage);
        put(pointer, column, value);
    }

    private void checkId(String pointer, ColumnPlace column, String value, MissingValueMarker.Usage usage) {
        MissingValueMarker.detect(GroupRefNormalizer.normalize(value)).ifPresent(marker -> {
            if (marker.isRefusedIn(usage)) {
                refuse(new Problem(pointer, marker.describe(usage)));
            } else if (usage == MissingValueMarker.Usage.MEMBERS && marker.isWarnedOfIn(usage)) {
                warn(column, marker.describe(usage));
            }
        });
    }

    private String handlesPointer() {
        return type == SheetCommand.CREATE_GROUP ? "/to" : "/handles";
    }

    private void addHandle(ColumnPlace column, String handle) {
        if (handles.size() >= MAX_ENTRIES) {
            return;
        }
        String pointer = handlesPointer() + "/" + handles.size();
        columns.putIfAbsent(handlesPointer(), column);
        columns.put(pointer, column);
        describeInvalidHandle(handle).ifPresent(problem -> refuse(new Problem(pointer, problem)));
        handles.add(CellText.truncate(handle));
    }

    private static Optional<String> describeInvalidHandle(String cell) {
        return HandleCell.isPlainNumber(cell)
                ? Optional.empty()
                : HandleCell.describeProblem(cell).or(() -> describeMissingValue(cell));
    }

    private void addLink(ColumnPlace column, String link) {
        if (links.size() >= MAX_ENTRIES) {
            return;
        }
        String pointer = "/message/links/" + links.size();
        columns.putIfAbsent("/message/links", column);
        columns.put(pointer, column);
        describeMissingValue(link).ifPresent(problem -> refuse(new Problem(pointer, problem)));
        links.add(fillTemplate(pointer, column, link, Template.TemplateTarget.LINK, MAX_LINK_LENGTH)
                .text());
    }

    /** Adds a medium by its address, or by the name of a local file. */
    private void addMedia(ColumnPlace column, String address) {
        if (media.size() >= MAX_ENTRIES) {
            return;
        }
        String pointer = "/message/media/" + media.size();
        columns.putIfAbsent("/message/media", column);
        columns.put(pointer, column);
        boolean isFile = MediaCell.isFileName(address);
        String medium = fillTemplate(
                        pointer,
                        column,
                        address,
                        isFile ? Template.TemplateTarget.TEXT : Template.TemplateTarget.LINK,
                        MAX_LINK_LENGTH)
                .text();
        if (!isFile && !medium.regionMatches(true, 0, "https://", 0, 8)) {
            refuse(new Problem(pointer, MediaCell.describeMistake(medium).orElseGet(() -> describeNoMedium(medium))));
        }
        media.addObject().put(isFile ? "file" : "url", medium);
    }

    private String describeNoMedium(String medium) {
        boolean isBehindAddress =
                !media.isEmpty() && media.get(media.size() - 1).has("url");
        return "must be an address that begins with https://, or the name of a file with its ending, is \""
                + CellText.abbreviate(medium) + "\"; "
                + (isBehindAddress
                        ? "if it is a part of the address before it, write %3B for the ; between them"
                        : "rename the column if it means something else");
    }

    private void addOption(ColumnPlace column, String option) {
        if (options.size() >= MAX_ENTRIES) {
            return;
        }
        String pointer = "/options/" + options.size();
        columns.putIfAbsent("/options", column);
        columns.put(pointer, column);
        String text = fillText(pointer, column, option, MissingValueMarker.Usage.TEXT);
        if (StreamSupport.stream(options.spliterator(), false)
                .anyMatch(other -> other.textValue().equals(text))) {
            warn(column, "the option \"" + CellText.abbreviate(text) + "\" is there twice");
        }
        options.add(text);
    }

    /** Checks the country in the row of a further member against that of the first row. */
    void addMemberRegion(String cell, String difference) {
        region.addMember(cell, difference);
    }

    /** Reports the problems of the country column. To be called after all members were added. */
    void checkRegion() {
        region.describeProblem(this::numbers).ifPresent(problem -> refuse(Problem.of(problem)));
        region.describeAmbiguity(this::numbers).ifPresent(warnings::add);
    }

    private List<String> numbers() {
        List<String> numbers = new ArrayList<>();
        handles.forEach(each -> numbers.add(each.textValue()));
        Optional.ofNullable(command.get("from")).ifPresent(line -> numbers.add(line.textValue()));
        return numbers;
    }

    /** Puts the text of the message; as a template if it needs what the ledger knows of the group. */
    private void putText(ColumnPlace column, String cell) {
        Template.FilledText filled = fillTemplate(
                "/message/text", column, cell, MissingValueMarker.Usage.TEXT, Template.TemplateTarget.MESSAGE);
        put(message, "/message", filled.needsGroup() ? "/template" : "/text", column, filled.text());
    }

    private String fillText(String pointer, ColumnPlace column, String template, MissingValueMarker.Usage usage) {
        return fillTemplate(pointer, column, template, usage, Template.TemplateTarget.TEXT)
                .text();
    }

    private Template.FilledText fillTemplate(
            String pointer,
            ColumnPlace column,
            String template,
            MissingValueMarker.Usage usage,
            Template.TemplateTarget target) {
        Optional<MissingValueMarker> marker = MissingValueMarker.detect(template);
        marker.filter(each -> each.isRefusedIn(usage))
                .ifPresent(each -> refuse(new Problem(pointer, each.describe(usage))));
        marker.filter(each -> each.isWarnedOfIn(usage)).ifPresent(each -> warn(column, each.describe(usage)));
        int warningsBefore = warnings.size();
        Template.FilledText filled = fillTemplate(pointer, column, template, target, MAX_TEXT_LENGTH);
        if (marker.isEmpty() && warnings.size() == warningsBefore) {
            TextArtifactDetector.describeArtifact(filled.text()).ifPresent(warning -> warn(column, warning));
        }
        return filled;
    }

    private Template.FilledText fillTemplate(
            String pointer, ColumnPlace column, String template, Template.TemplateTarget target, int maxLength) {
        MergeTagDetector.MergeTagFindings tags = MergeTagDetector.detect(template, placeholders);
        tags.problems().forEach(problem -> refuse(new Problem(pointer, problem)));
        tags.warnings().forEach(warning -> warn(column, warning));
        if (!tags.problems().isEmpty() || !Template.hasBrace(template)) {
            return Template.FilledText.of(template);
        }
        Template.FilledText filled = Template.fill(template, placeholders, target, maxLength);
        filled.problems().forEach(problem -> refuse(new Problem(pointer, problem)));
        filled.warnings().forEach(warning -> warn(column, warning));
        return filled.problems().isEmpty() ? filled : Template.FilledText.of(template);
    }
}
