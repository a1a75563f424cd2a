package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names in architecture.md are those of routes, beans, classes and tables. */
class ArchitectureDocTest {
    private static final Path DOCUMENT = Path.of("docs/architecture.md");
    private static final Path ROUTES = Path.of("routes");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A row of the tables "Path of …": step, route, bean and method, tables. */
    private static final Pattern STEP = Pattern.compile("(?m)^\\| (.*) \\| (.*) \\| (.*) \\| (.*)\\|$");

    @Test
    void a_route_of_a_step_exists() throws IOException {
        Set<String> routes = found(ROUTES, "(?m)^    id: (\\S+)");
        routes.addAll(names(ROUTES, ".camel.yaml"));

        assertThat(steps(2)).isNotEmpty().isSubsetOf(routes);
    }

    @Test
    void a_bean_and_a_method_of_a_step_are_called_by_a_route() throws IOException {
        Set<String> called = found(ROUTES, "(?:ref: |method: \"?|\"#)(\\w+)");

        assertThat(steps(3))
                .filteredOn(name -> Character.isLowerCase(name.charAt(0)))
                .isNotEmpty()
                .isSubsetOf(called);
    }

    @Test
    void a_table_of_a_step_exists() throws IOException {
        Set<String> tables = found(Path.of("src/main/resources/sql/migration"), "(?:CREATE TABLE|RENAME TO) (\\w+)");

        assertThat(steps(4)).isNotEmpty().isSubsetOf(tables);
    }

    @Test
    void a_class_that_is_named_exists() throws IOException {
        assertThat(codeIn(Files.readString(DOCUMENT)))
                .filteredOn(name -> name.matches("([A-Z][a-z]+){2,}"))
                .isNotEmpty()
                .isSubsetOf(names(Path.of("src"), ".java"));
    }

    private static List<String> steps(int column) throws IOException {
        return STEP.matcher(Files.readString(DOCUMENT))
                .results()
                .flatMap(row -> codeIn(row.group(column)).stream())
                .toList();
    }

    private static List<String> codeIn(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static Set<String> names(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> found(Path folder, String pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Pattern.compile(pattern)
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(each -> found.add(each.group(1)));
            }
        }
        return found;
    }
}
