package dev.linqroutes.sandbox.content;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of the download of a file; its bytes are not kept.
 *
 * @param contentType as its server names it, in lower case and without parameters
 * @param start the first {@link FileSignatures#LENGTH} bytes
 */
public record RemoteFile(Outcome outcome, Optional<String> contentType, long size, byte[] start) {
    public enum Outcome {
        THERE,
        NOT_THERE,
        TOO_LARGE
    }

    public static RemoteFile notThere() {
        return new RemoteFile(Outcome.NOT_THERE, Optional.empty(), 0, new byte[0]);
    }

    public static RemoteFile tooLarge() {
        return new RemoteFile(Outcome.TOO_LARGE, Optional.empty(), 0, new byte[0]);
    }

    /** Whether its bytes are certainly not what its server or its name says. */
    boolean contradicts(String name) {
        return Stream.concat(contentType.filter(MediaTypes::isSupported).stream(), MediaTypes.ofName(name).stream())
                .anyMatch(type -> FileSignatures.contradict(type, start));
    }

    boolean isImage() {
        return contentType.filter(MediaTypes::isImage).isPresent();
    }
}
