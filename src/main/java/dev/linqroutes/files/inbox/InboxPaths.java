package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.options.Sidecar;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The paths of all files and folders that the program uses in the inbox. */
record InboxPaths(Path inbox) {
    /** Of the file with the reason beside a rejected file. */
    static final String REASON_EXTENSION = ".reason.txt";

    private static final String FAILED_ROWS = ".failed";

    Path working() {
        return inbox.resolve("working");
    }

    /** The folder of a batch. */
    Path working(String stem) {
        return working().resolve(stem);
    }

    Path done() {
        return inbox.resolve("done");
    }

    Path failed() {
        return inbox.resolve("failed");
    }

    /** The folders that the program writes to. */
    List<Path> folders() {
        return List.of(working(), done(), failed());
    }

    Path resultsFile(String stem) {
        return done().resolve(stem + ".results.csv");
    }

    /** @param extension of the input file */
    Path failedRowsFile(String stem, String extension) {
        boolean lines = extension.equals(".jsonl") || extension.equals(".ndjson");
        return done().resolve(stem + FAILED_ROWS + (lines ? ".jsonl" : ".csv"));
    }

    /** @param extension of the input file */
    Path failedOptionsFile(String stem, String extension) {
        Path failed = failedRowsFile(stem, extension);
        return failed.resolveSibling(failed.getFileName() + ".properties");
    }

    /** @param extension of the input file */
    Path reasonFile(String stem, String extension) {
        return failed().resolve(stem + extension + REASON_EXTENSION);
    }

    /** Whether {@code done} or {@code failed} contains a name that a batch of this stem would use. */
    boolean isStemUsed(String stem) {
        List<Path> paths = new ArrayList<>();
        paths.add(resultsFile(stem));
        for (String extension : FileNames.READABLE_EXTENSIONS) {
            paths.addAll(archivedPaths(done(), stem, extension));
            paths.add(failedRowsFile(stem, extension));
            paths.add(failedOptionsFile(stem, extension));
        }
        for (String extension : FileNames.INPUT_EXTENSIONS) {
            paths.addAll(archivedPaths(failed(), stem, extension));
            paths.add(reasonFile(stem, extension));
        }
        return paths.stream().anyMatch(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** The names of an archived file and its options. */
    private static List<Path> archivedPaths(Path folder, String stem, String extension) {
        return Stream.concat(Stream.of(stem + extension), Sidecar.namesFor(stem + extension).stream())
                .map(folder::resolve)
                .toList();
    }
}
