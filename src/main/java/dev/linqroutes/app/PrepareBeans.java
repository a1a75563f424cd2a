package dev.linqroutes.app;

import dev.linqroutes.command.CommandEnricher;
import dev.linqroutes.command.CommandJson;
import dev.linqroutes.command.CommandReader;
import dev.linqroutes.files.media.LocalFiles;
import dev.linqroutes.files.media.MediaFolder;
import dev.linqroutes.plan.IntakeMapper;
import dev.linqroutes.plan.Planner;
import java.util.List;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.Registry;

/** What the route prepare names; it needs no ledger. */
final class PrepareBeans {
    private PrepareBeans() {}

    /** @param mediaFolder where the files are that commands name */
    static void bind(Registry beans, Settings settings, MediaFolder mediaFolder) {
        beans.bind("localFiles", new LocalFiles(mediaFolder));
        beans.bind("commandObjectMapper", CommandJson.MAPPER);
        beans.bind("commandReader", new CommandReader());
        beans.bind(
                "commandEnricher",
                new CommandEnricher(List.copyOf(settings.lines().keySet()), settings.region("linq.region")));
        beans.bind("planner", new Planner(settings.optional("linq.opening-text")));
        beans.bind("intakeMapper", new IntakeMapper());
        beans.bind("listOfBodies", new GroupedBodyAggregationStrategy());
    }
}
