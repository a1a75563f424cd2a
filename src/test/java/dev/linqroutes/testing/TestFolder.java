package dev.linqroutes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of files for the properties of a class: jqwik brings none, as JUnit does for tests. */
public record TestFolder(Path path) implements AutoCloseable {
    public static TestFolder create(String prefix) throws IOException {
        return new TestFolder(Files.createTempDirectory(prefix));
    }

    /** Removes it with the files in it. */
    @Override
    public void close() throws IOException {
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }
}
