package dev.linqroutes.ledger.media;

import dev.linqroutes.ledger.model.MediaFile;
import java.io.IOException;
import java.io.InputStream;

/** Where the files of commands are before they are stored. */
@FunctionalInterface
public interface MediaSource {
    /**
     * @return the content; its methods throw as this one does
     * @throws IOException with a reason for the producer, if the file cannot be read any more
     * @throws MediaUnavailable if files cannot be read for now
     */
    InputStream open(MediaFile file) throws IOException;
}
