package dev.linqroutes.files.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.testing.BatchFixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts with placeholders of other programs. */
class MergeTagDetectorTest {
    private static final String ANN = "+12025550101";

    @TempDir
    Path inbox;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{first_name}}",
                "{{ first_name }}",
                "{{{first_name}}}",
                "{{First Name}}",
                "{{FirstName}}",
                "{{contact.first_name}}",
                "{{contact.FirstName}}",
                "{{contact.firstname}}",
                "{{FNAME}}",
                "{{first_name | default: \"there\"}}",
                "{{#first_name}}",
            })
    void the_name_of_a_column_in_two_pairs_of_braces_is_refused(String tag) throws Exception {
        ReceivedCommand row = row("first_name", "Ann", "Hi " + tag + ", see you at nine");

        assertThat(BatchFixture.describe(row))
                .startsWith("2 refused: column message: ")
                .endsWith(" is a placeholder of another program; write {first_name}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*|FIRST_NAME|*",
                "*|FNAME|*",
                "%FIRSTNAME%",
                "FIRST_NAME",
                "|*FIRST_NAME*|",
                "%first_name%",
                "%%first_name%%",
                "%%FirstName%%",
                "%recipient.first_name%",
                "<<first_name>>",
                "<<First Name>>",
                "[[first_name]]",
                "((first_name))",
                "&lt;&lt;first_name&gt;&gt;",
                "<%= first_name %>",
                "<?= $first_name ?>",
                "[first_name]",
                "[First Name]",
                "[FirstName]",
                "<first_name>",
                "«first_name»",
                "«First_Name»",
                "« first_name »",
                "$first_name",
                "$(first_name)",
                "__first_name__",
                "@first_name@",
                "#FIRST_NAME#",
                "~first_name~",
                "^first_name^",
                "|first_name|",
            })
    void a_column_name_in_the_syntax_of_another_program_is_a_warning(String tag) throws Exception {
        ReceivedCommand row = row("first_name", "Ann", "Hi " + tag + ", see you at nine");

        assertThat(BatchFixture.describe(row)).isEqualTo("2 " + ANN + " Hi " + tag + ", see you at nine");
        assertThat(row.warnings())
                .containsExactly("column message: " + tag + " is sent unchanged; for a value write {first_name}");
    }

    @ParameterizedTest
    @CsvSource({"${first_name}, $Ann", "%{first_name}, %Ann"})
    void a_placeholder_sign_of_another_program_is_a_warning(String tag, String sent) throws Exception {
        ReceivedCommand row = row("first_name", "Ann", "Hi " + tag);

        assertThat(BatchFixture.describe(row)).isEqualTo("2 " + ANN + " Hi " + sent);
        assertThat(row.warnings())
                .containsExactly(
                        "column message: " + tag + " is sent as " + sent + "; write {first_name} for the value alone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{FNAME}}",
                "*|FNAME|*",
                "*|MERGE1|*",
                "{{1}}",
                "{{ 2 }}",
                "{{12345__first_name}}",
                "%s",
                "%1$s",
                "{{contact.firstname}}",
                "%FIRSTNAME%",
                "%%first_name%%",
                "<<FirstName>>",
                "[First Name]",
                "[FIRST_NAME]",
                "«Vorname»",
                "[Your Name]",
                "((name))",
                "$name",
                "<name>"
            })
    void a_common_placeholder_name_without_a_column_is_a_warning(String tag) throws Exception {
        ReceivedCommand row = row("city", "Bath", "Hi " + tag);

        assertThat(row.problems()).isEmpty();
        assertThat(row.warnings()).singleElement().asString().startsWith("column message: " + tag + " is sent ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Costs ${price}, {price}% off",
                "50% off city hall, 20% off",
                "5 %, 100%s, 5%d, %sad",
                "100%city and 50%",
                "[see below] (city) <3",
                "Le «restaurant» est là",
                "Write {{a or b}}, please",
                "Ask for SIZE_M or CITY",
                "{{a, b}} and {{}}",
                "[city](https://example.com/)",
                "US$price, a_city_b, __init",
                "Mail ann@example.com or @city",
                "1 < 2 and city > 0? *city* _city_ ~",
                "https://example.com/%C3%A9%AD%20%DE%AD?a=[1]"
            })
    void ordinary_text_is_no_placeholder(String text) throws Exception {
        ReceivedCommand row = BatchFixture.text(
                        inbox, "x.csv", "to,city,price,message\n" + ANN + ",Bath,25,\"" + text + "\"\n")
                .onlyRow();

        assertThat(row.problems()).isEmpty();
        assertThat(row.warnings()).isEmpty();
    }

    @Test
    void it_is_found_in_names_and_links_as_well() throws Exception {
        assertThat(BatchFixture.text(
                                inbox,
                                "x.csv",
                                "to,first_name,message,name,link\n" + ANN + ",Ann,Hi,Trip {{first_name}},\n" + ANN
                                        + ",Ann,Hi,,https://example.com/?n={{first_name}}\n")
                        .describe())
                .containsExactly(
                        "2 refused: column name: {{first_name}} is a placeholder of another program; write {first_name}",
                        "3 refused: column link: {{first_name}} is a placeholder of another program; write {first_name}");
    }

    private ReceivedCommand row(String column, String value, String message) throws IOException {
        String quoted = "\"" + message.replace("\"", "\"\"") + "\"";
        return BatchFixture.text(
                        inbox, "x.csv", "to," + column + ",message\n" + ANN + "," + value + "," + quoted + "\n")
                .onlyRow();
    }
}
