package dev.linqroutes.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The route files that the program carries. Camel is given them by name: to expand a pattern it would unpack the whole jar,
 * twice.
 */
public final class BuiltInRoutes {
    public static final String FILE_SUFFIX = ".camel.yaml";
    private static final String FOLDER = "routes/";

    private BuiltInRoutes() {}

    /** Names without folder and ending, in alphabetical order. */
    public static List<String> names() {
        URL folder = BuiltInRoutes.class.getClassLoader().getResource(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("the class path has no folder " + FOLDER);
        }
        try (Stream<String> files = fileNames(folder)) {
            return files.filter(name -> name.endsWith(FILE_SUFFIX))
                    .map(name -> name.substring(0, name.length() - FILE_SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static Stream<String> fileNames(URL folder) throws IOException {
        // The connection's JarFile is the class loader's own: its index is in memory, and closing it is not ours to do.
        return folder.openConnection() instanceof JarURLConnection jar
                ? jar.getJarFile().stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.startsWith(FOLDER))
                        .map(name -> name.substring(FOLDER.length()))
                : Files.list(Path.of(URI.create(folder.toString())))
                        .map(file -> file.getFileName().toString());
    }
}
