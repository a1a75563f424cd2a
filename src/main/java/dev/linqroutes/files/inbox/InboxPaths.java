package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.FileNames;
import dev.linqroutes.files.options.Sidecar;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where what stands in the inbox. */
record InboxPaths(Path inbox) {
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

    /** All folders in which the program writes. */
    List<Path> folders() {
        return List.of(working(), done(), failed());
    }

    Path resultsFile(String stem) {
        return done().resolve(stem + ".results.csv");
    }

    /** @param ending of the input */
    Path failedRowsFile(String stem, String ending) {
        boolean lines = ending.equals(".jsonl") || ending.equals(".ndjson");
        return done().resolve(stem + FAILED_ROWS + (lines ? ".jsonl" : ".csv"));
    }

    /** @param ending of the input */
    Path failedOptionsFile(String stem, String ending) {
        Path failed = failedRowsFile(stem, ending);
        return failed.resolveSibling(failed.getFileName() + ".properties");
    }

    /** @param ending of the input */
    Path reasonFile(String stem, String ending) {
        return failed().resolve(stem + ending + ".reason.txt");
    }

    /** Whether something in {@code done} or {@code failed} has a name that a batch of this stem would use. */
    boolean isStemUsed(String stem) {
        List<Path> paths = new ArrayList<>();
        paths.add(resultsFile(stem));
        for (String ending : FileNames.READABLE_EXTENSIONS) {
            paths.addAll(archivedPaths(done(), stem, ending));
            paths.add(failedRowsFile(stem, ending));
            paths.add(failedOptionsFile(stem, ending));
        }
        for (String ending : FileNames.INPUT_EXTENSIONS) {
            paths.addAll(archivedPaths(failed(), stem, ending));
            paths.add(reasonFile(stem, ending));
        }
        return paths.stream().anyMatch(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** A file that was put away, and its options. */
    private static List<Path> archivedPaths(Path folder, String stem, String ending) {
        return Stream.concat(Stream.of(stem + ending), Sidecar.namesFor(stem + ending).stream())
                .map(folder::resolve)
                .toList();
    }
}
