package dev.linqroutes.app;

import dev.linqroutes.testing.CostGrowth;
import dev.linqroutes.testing.CostGrowth.Family;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MaskingConverterCostPropertiesTest {

    @Property(tries = 300)
    void masking_a_line_of_the_log_takes_a_time_that_grows_with_it(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, MaskingConverter::mask);
    }

    @Provide
    Arbitrary<Family> families() {
        return CostGrowth.families();
    }
}
