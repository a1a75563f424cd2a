package dev.linqroutes.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --routes} of the commands that start routes. */
final class RoutesOption {
    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Folder of the route files (default: ./routes if it exists, else the built-in routes)")
    private Optional<Path> folder = Optional.empty();

    Optional<Path> folder() {
        return folder;
    }
}
