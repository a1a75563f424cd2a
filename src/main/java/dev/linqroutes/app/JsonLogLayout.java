package dev.linqroutes.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The log as a JSON object on each line, for programs that collect logs; masked like the text. Lines about a command have its id,
 * group and batch as fields. Used by {@code logback-json.xml}.
 */
public final class JsonLogLayout extends LayoutBase<ILoggingEvent> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String doLayout(ILoggingEvent event) {
        ObjectNode line = JSON.createObjectNode()
                .put("timestamp", event.getInstant().toString())
                .put("level", event.getLevel().toString())
                .put("thread", MaskingConverter.mask(event.getThreadName()))
                .put("logger", event.getLoggerName())
                .put("message", MaskingConverter.mask(event.getFormattedMessage()));
        LogFieldsConverter.fields(event).forEach((name, value) -> line.put(name, LogFieldsConverter.mask(value)));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("exception", MaskingConverter.mask(ThrowableProxyUtil.asString(thrown)));
        }
        try {
            return JSON.writeValueAsString(line) + CoreConstants.LINE_SEPARATOR;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON nodes cannot be written", e);
        }
    }
}
