package dev.linqroutes.sandbox.account;

import dev.linqroutes.testing.CostGrowth;
import dev.linqroutes.testing.CostGrowth.Family;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LinkDetectorCostPropertiesTest {

    @Property(tries = 300)
    void link_detection_takes_linear_time(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, LinkDetector::hasLink);
    }

    @Example
    void an_address_of_many_hosts_takes_linear_time() {
        CostGrowth.assertLinear(new Family("", "io.", "", "io.", "io@"), LinkDetector::hasLink);
    }

    @Provide
    Arbitrary<Family> families() {
        return CostGrowth.families();
    }
}
