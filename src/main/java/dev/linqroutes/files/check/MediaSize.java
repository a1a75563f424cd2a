package dev.linqroutes.files.check;

import java.util.OptionalLong;

/**
 * What the server of a file says.
 *
 * @param bytes empty if it is not known
 * @param reason why it is not known; empty otherwise
 */
public record MediaSize(OptionalLong bytes, String reason) {
    public static MediaSize of(long bytes) {
        return new MediaSize(OptionalLong.of(bytes), "");
    }

    public static MediaSize unknown(String reason) {
        return new MediaSize(OptionalLong.empty(), reason);
    }
}
