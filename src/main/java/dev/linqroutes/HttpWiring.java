package dev.linqroutes;

import dev.linqroutes.linq.LinqConnections;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/** The HTTP component as the program has it, whichever part of it calls Linq. */
final class HttpWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
        LinqConnections.bind(context.getRegistry()::bind);
    }
}
