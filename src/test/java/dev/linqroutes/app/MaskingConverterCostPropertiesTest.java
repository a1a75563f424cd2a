package dev.linqroutes.app;

import dev.linqroutes.testing.CostGrowth;
import dev.linqroutes.testing.CostGrowth.Family;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MaskingConverterCostPropertiesTest {

    @Property(tries = 300)
    void masking_takes_linear_time(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, MaskingConverter::mask);
    }

    @Provide
    Arbitrary<Family> families() {
        return CostGrowth.families();
    }
}
