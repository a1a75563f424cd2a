package dev.linqroutes.sandbox;

import dev.linqroutes.testing.Growth;
import dev.linqroutes.testing.Growth.Family;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LinksCostPropertiesTest {

    @Property(tries = 300)
    void looking_for_a_link_takes_a_time_that_grows_with_the_text(@ForAll("families") Family family) {
        Growth.assertLinear(family, Links::isIn);
    }

    @Example
    void an_address_of_many_hosts_takes_a_time_that_grows_with_it() {
        Growth.assertLinear(new Family("", "io.", "", "io.", "io@"), Links::isIn);
    }

    @Provide
    Arbitrary<Family> families() {
        return Growth.families();
    }
}
