package dev.linqroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesTest {
    @TempDir
    Path folder;

    @Test
    void every_secret_setting_can_be_given_by_a_file() {
        assertThat(SecretFiles.variables())
                .containsExactly(
                        "CONSOLE_TOKEN_FILE",
                        "CONSOLE_VIEW_TOKEN_FILE",
                        "LEDGER_PASSWORD_FILE",
                        "LINQ_API_KEY_FILE",
                        "LINQ_WEBHOOK_SECRET_FILE");
    }

    @Test
    void the_content_of_the_file_is_the_value_of_the_variable_and_of_the_setting() throws IOException {
        String file = file("s3cr3t-value");

        SecretFiles secrets = SecretFiles.read(Map.of("LEDGER_PASSWORD_FILE", file, "LEDGER_USER", "linq"));

        assertThat(secrets.environment())
                .containsOnly(Map.entry("LEDGER_PASSWORD", "s3cr3t-value"), Map.entry("LEDGER_USER", "linq"));
        assertThat(secrets.settings()).containsOnly(Map.entry("ledger.password", "s3cr3t-value"));
        assertThat(SecretMasking.findSecrets(secrets.environment())).containsExactly("s3cr3t-value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SASL_JAAS_CONFIG",
                "SSL_TRUSTSTORE_PASSWORD",
                "SSL_KEYSTORE_PASSWORD",
                "SSL_KEY_PASSWORD",
            })
    void a_secret_option_of_a_component_can_be_given_by_a_file(String option) throws IOException {
        String variable = "CAMEL_COMPONENT_KAFKA_" + option;

        SecretFiles secrets = SecretFiles.read(Map.of(variable + "_FILE", file("s3cr3t-value")));

        assertThat(ComponentOptions.fromEnvironment(secrets.environment()).values())
                .containsExactly("s3cr3t-value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINQ_FROM_FILE", "CAMEL_COMPONENT_KAFKA_SASL_MECHANISM_FILE", "AWS_SECRET_KEY_FILE"})
    void a_file_for_anything_else_is_not_read(String variable) {
        Map<String, String> environment = Map.of(variable, "/there/is/none");

        assertThat(SecretFiles.read(environment)).isEqualTo(new SecretFiles(environment, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"'key\n',key", "'key\r\n',key", "'key\n\n','key\n'", "'a\nb\n','a\nb'", "' key ',' key '"})
    void only_the_line_break_at_the_end_is_not_part_of_the_secret(String content, String secret) throws IOException {
        assertThat(SecretFiles.read(Map.of("LINQ_API_KEY_FILE", file(content))).environment())
                .containsEntry("LINQ_API_KEY", secret);
    }

    @Test
    void an_empty_variable_counts_as_not_set() throws IOException {
        assertThat(SecretFiles.read(Map.of("LINQ_API_KEY_FILE", "", "LINQ_API_KEY", "key"))
                        .environment())
                .containsOnly(Map.entry("LINQ_API_KEY", "key"));
        assertThat(SecretFiles.read(Map.of("LINQ_API_KEY_FILE", file("key"), "LINQ_API_KEY", ""))
                        .environment())
                .containsOnly(Map.entry("LINQ_API_KEY", "key"));
    }

    @Test
    void a_value_and_a_file_of_the_same_secret_are_refused() throws IOException {
        Map<String, String> environment = Map.of("LINQ_API_KEY", "key", "LINQ_API_KEY_FILE", file("other"));

        assertThatThrownBy(() -> SecretFiles.read(environment))
                .isInstanceOf(UnusableSecretFile.class)
                .hasMessage("LINQ_API_KEY and LINQ_API_KEY_FILE are both set; remove one");
    }

    @Test
    void a_file_that_is_missing_or_a_folder_is_named() {
        assertRefused(folder.resolve("none"), "does not exist");
        assertRefused(folder, "is a folder");
    }

    @Test
    void a_file_that_may_not_be_read_is_named() throws IOException {
        Path file = Path.of(file("key"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx------"));
        // Root may read everything.
        assumeThat(Files.isReadable(file)).isFalse();

        assertRefused(file, "this process may not read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n"})
    void an_empty_file_is_refused(String content) throws IOException {
        assertRefused(Path.of(file(content)), "is empty");
    }

    @Test
    void a_file_of_64_kB_is_read_and_a_larger_one_is_refused() throws IOException {
        assertThat(SecretFiles.read(Map.of("LINQ_API_KEY_FILE", file("k".repeat(65_536))))
                        .settings()
                        .get("linq.api.key"))
                .hasSize(65_536);
        assertRefused(Path.of(file("k".repeat(65_537))), "has more than 65536 bytes");
    }

    @Test
    void a_file_that_is_not_text_is_refused_without_its_content() throws IOException {
        Path utf16 = Files.write(folder.resolve("utf-16"), "\ufeffkey".getBytes(StandardCharsets.UTF_16LE));

        assertRefused(utf16, "is not UTF-8 text");
    }

    private static void assertRefused(Path file, String problem) {
        assertThatThrownBy(() -> SecretFiles.read(Map.of("LINQ_WEBHOOK_SECRET_FILE", file.toString())))
                .isInstanceOf(UnusableSecretFile.class)
                .hasMessage("LINQ_WEBHOOK_SECRET_FILE names " + file + ", which " + problem);
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), content)
                .toString();
    }
}
