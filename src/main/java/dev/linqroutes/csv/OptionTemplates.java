package dev.linqroutes.csv;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Checks the placeholders in the options beside a file once, instead of refusing every row for them. */
record OptionTemplates(Sidecar options, String file) {
    /**
     * @param used is told each name that stands in a placeholder
     * @throws UnreadableFile when one names neither a column nor an option
     */
    void require(CsvHeader header, BiConsumer<CsvHeader, String> used) throws UnreadableFile {
        for (Map.Entry<Field, String> option : options.values().entrySet()) {
            if (!option.getKey().isTemplate()) {
                continue;
            }
            List<String> problems = Template.fill(
                            option.getValue(), name -> known(header, name), value -> value, Integer.MAX_VALUE)
                    .problems();
            if (!problems.isEmpty()) {
                throw new UnreadableFile(options.name() + ", key "
                        + option.getKey().mainName() + ": " + problems.get(0) + "; columns of " + file + " are "
                        + header.shownNames());
            }
            Template.names(option.getValue(), name -> used.accept(header, name));
        }
    }

    private Optional<String> known(CsvHeader header, String name) {
        return header.column(name).map(header::name).or(() -> Field.of(name).flatMap(options::value));
    }
}
