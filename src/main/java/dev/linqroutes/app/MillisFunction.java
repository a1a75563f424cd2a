package dev.linqroutes.app;

import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * The placeholder <code>{{millis:NAME}}</code> of routes: a setting's duration as a number of milliseconds. Camel's redelivery policies
 * take no other, and reject one with a unit only when they are first used.
 */
public final class MillisFunction implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
        context.getPropertiesComponent().addPropertiesFunction(new PropertiesFunction() {
            @Override
            public String getName() {
                return "millis";
            }

            @Override
            public String apply(String setting) {
                return Long.toString(new Settings(context).duration(setting).toMillis());
            }
        });
    }
}
