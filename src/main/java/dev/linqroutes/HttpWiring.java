package dev.linqroutes;

import dev.linqroutes.linq.LinqConnections;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/** What the HTTP component needs that it has no option for, whichever part of the program calls Linq with it. */
final class HttpWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
        Settings settings = new Settings(context);
        new LinqConnections(settings.duration("linq.connect-timeout"), settings.duration("linq.response-timeout"))
                .of(context);
    }
}
