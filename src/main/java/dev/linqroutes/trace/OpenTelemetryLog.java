package dev.linqroutes.trace;

import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** OpenTelemetry logs by {@code java.util.logging}, which would write to stderr beside the log: unmasked, and in another format. */
final class OpenTelemetryLog {
    /** Kept, because the JDK forgets loggers that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("io.opentelemetry");

    private OpenTelemetryLog() {}

    static synchronized void toSlf4j() {
        if (LOGGER.getUseParentHandlers()) {
            LOGGER.setUseParentHandlers(false);
            LOGGER.addHandler(new SLF4JBridgeHandler());
        }
    }
}
