package dev.linqroutes.files.check;

/** Asks the server of a file how large it is. Nothing is downloaded. */
@FunctionalInterface
public interface MediaSizeInquiry {
    /** Takes seconds at most. */
    MediaSize ask(String url) throws InterruptedException;
}
