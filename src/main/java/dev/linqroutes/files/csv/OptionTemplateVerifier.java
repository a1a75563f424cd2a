package dev.linqroutes.files.csv;

import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks the placeholders in the options once per file, instead of refusing every row. */
record OptionTemplateVerifier(Sidecar options, CsvHeader header) implements Template.PlaceholderValues {
    /**
     * @param used receives the name of each placeholder
     * @throws UnreadableFile when a placeholder names neither a column nor an option
     */
    void verify(Consumer<String> used) throws UnreadableFile {
        for (Map.Entry<GroupField, String> option : options.values().entrySet()) {
            if (option.getKey().isTemplate()) {
                verify(option.getKey(), option.getValue());
                Template.forEachPlaceholder(option.getValue(), used);
            }
        }
    }

    private void verify(GroupField field, String template) throws UnreadableFile {
        Template.TemplateTarget target =
                field == GroupField.TEXT ? Template.TemplateTarget.MESSAGE : Template.TemplateTarget.TEXT;
        List<String> problems =
                Template.fill(template, this, target, Integer.MAX_VALUE).problems();
        if (!problems.isEmpty()) {
            throw new UnreadableFile(options.name() + ", key " + field.mainName() + ": " + problems.get(0));
        }
    }

    /** Any value for a known name: the actual value is checked row by row. */
    @Override
    public Optional<String> findValue(String name) {
        boolean isKnown = header.column(name).isPresent()
                || options.placeholderValue(name).isPresent();
        return isKnown ? Optional.of("x") : Optional.empty();
    }

    /** Checked row by row. */
    @Override
    public boolean isTemplate(String name) {
        return false;
    }

    @Override
    public String describeColumns() {
        return header.describeColumns();
    }
}
