package dev.linqroutes.csv;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks the placeholders in the options beside a file once, instead of refusing every row for them. */
record OptionTemplates(Sidecar options, CsvHeader header) implements Template.Values {
    /**
     * @param used is told each name that stands in a placeholder
     * @throws UnreadableFile when one names neither a column nor an option
     */
    void require(Consumer<String> used) throws UnreadableFile {
        for (Map.Entry<Field, String> option : options.values().entrySet()) {
            if (option.getKey().isTemplate()) {
                require(option.getKey().mainName(), option.getValue());
                Template.names(option.getValue(), used);
            }
        }
    }

    private void require(String key, String template) throws UnreadableFile {
        List<String> problems = Template.fill(template, this, Template.Place.TEXT, Integer.MAX_VALUE)
                .problems();
        if (!problems.isEmpty()) {
            throw new UnreadableFile(options.name() + ", key " + key + ": " + problems.get(0));
        }
    }

    /** Anything: which value it has is seen row by row. */
    @Override
    public Optional<String> of(String name) {
        boolean there = header.column(name).isPresent() || options.named(name).isPresent();
        return there ? Optional.of("x") : Optional.empty();
    }

    /** Seen row by row, too. */
    @Override
    public boolean isTemplate(String name) {
        return false;
    }

    @Override
    public String shownNames() {
        return header.shownNames();
    }
}
