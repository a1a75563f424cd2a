package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.BatchFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column {@code name} is the name of the group; a warning tells when it looks like names of people. */
class PersonNameDetectorTest {
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";

    @TempDir
    Path inbox;

    @Test
    void names_that_differ_within_one_group_may_be_those_of_people() throws IOException {
        assertThat(warnings("group,phone,name,message\na," + ANN + ",,Hi\na," + ANN + ",Ann,\na," + BOB + ",Bob,\n"))
                .singleElement()
                .asString()
                .startsWith("column \"name\" is taken for the name of the group")
                .contains("rows 3 and 4 of one group have different names")
                .endsWith("Call it \"first_name\" if so, else \"display_name\"");
    }

    @Test
    void names_that_differ_between_groups_only_are_those_of_groups() throws IOException {
        assertThat(warnings("group,phone,name,message\na," + ANN + ",Club A,Hi\na," + BOB + ",Club A,\nb," + BOB
                        + ",Club B,Hi\n"))
                .isEmpty();
    }

    @Test
    void a_name_beside_an_e_mail_address_may_be_that_of_a_person() throws IOException {
        assertThat(warnings("to,name,E-Mail,message\n" + ANN + ",Ann,ann@example.com,Hi {e_mail}\n"))
                .singleElement()
                .asString()
                .contains("other columns have phone numbers or e-mail addresses of a person");
    }

    @Test
    void a_column_that_means_the_group_by_its_name_or_by_the_options_is_no_question() throws IOException {
        String sheet = "to,name,email,message\n" + ANN + ",Ann,ann@example.com,Hi {email}\n";
        assertThat(warnings(sheet.replace("name", "group_name"))).isEmpty();

        Files.writeString(inbox.resolve("x.properties"), "column.name=display_name\n");
        assertThat(warnings(sheet)).isEmpty();

        Files.writeString(inbox.resolve("x.properties"), "column.name=data\n");
        assertThat(warnings(sheet.replace("Hi", "Hi {name}"))).isEmpty();
    }

    private List<String> warnings(String content) throws IOException {
        return BatchFixture.open(Files.writeString(inbox.resolve("x.csv"), content))
                .batch()
                .warnings();
    }
}
