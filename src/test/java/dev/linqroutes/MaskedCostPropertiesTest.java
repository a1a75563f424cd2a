package dev.linqroutes;

import dev.linqroutes.testing.Growth;
import dev.linqroutes.testing.Growth.Family;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MaskedCostPropertiesTest {

    @Property(tries = 300)
    void masking_a_line_of_the_log_takes_a_time_that_grows_with_it(@ForAll("families") Family family) {
        Growth.assertLinear(family, Masked::masked);
    }

    @Provide
    Arbitrary<Family> families() {
        return Growth.families();
    }
}
