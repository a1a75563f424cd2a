package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.result.Result;
import java.util.List;

/** Something that is measured with one contender after another. */
public interface Scenario {
    /** Its word on the command line. */
    String name();

    /** What it is measured with, such as different latencies. */
    List<String> variants();

    /** Whether the contender does what is measured. */
    boolean suits(Contender contender);

    /** One run. */
    Result measure(Lab lab, Contender contender, String variant, int repetition) throws Exception;
}
