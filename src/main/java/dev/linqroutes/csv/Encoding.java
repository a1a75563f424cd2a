package dev.linqroutes.csv;

import java.nio.charset.Charset;

/**
 * How a file's bytes are text.
 *
 * @param marked whether it begins with a byte order mark, which is no part of the text
 */
record Encoding(Charset charset, boolean marked) {
    static final char BYTE_ORDER_MARK = '\uFEFF';

    /** For a person. */
    String told() {
        return charset.name() + (marked ? " with byte order mark" : "");
    }
}
