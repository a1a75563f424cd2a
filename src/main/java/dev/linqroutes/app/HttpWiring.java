package dev.linqroutes.app;

import dev.linqroutes.linq.LinqHttpComponent;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/** The HTTP component as the program has it, whichever part of it calls Linq. */
public final class HttpWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
        LinqHttpComponent.bind(context.getRegistry()::bind);
    }
}
