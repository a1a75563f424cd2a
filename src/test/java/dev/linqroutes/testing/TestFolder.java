package dev.linqroutes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder for property tests: jqwik has no equivalent of JUnit's. */
public record TestFolder(Path path) implements AutoCloseable {
    public static TestFolder create(String prefix) throws IOException {
        return new TestFolder(Files.createTempDirectory(prefix));
    }

    /** Deletes the folder with its files. */
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
