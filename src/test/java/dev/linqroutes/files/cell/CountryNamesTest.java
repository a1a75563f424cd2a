package dev.linqroutes.files.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.testing.BatchFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryNamesTest {
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";

    @TempDir
    Path inbox;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "us | US",
                "USA | US",
                "U.S. | US",
                "U.S.A. | US",
                "United States | US",
                "United States of America | US",
                "The United States | US",
                "United States (US) | US",
                "Estados Unidos | US",
                "États-Unis | US",
                "Vereinigte Staaten | US",
                "США | US",
                "アメリカ合衆国 | US",
                "美国 | US",
                "UK | GB",
                "U.K. | GB",
                "United Kingdom | GB",
                "Great Britain | GB",
                "England | GB",
                "GBR | GB",
                "Reino Unido | GB",
                "Großbritannien | GB",
                "EE.UU. | US",
                "EE. UU. | US",
                "Germany | DE",
                "Deutschland | DE",
                "Allemagne | DE",
                "Alemania | DE",
                "Duitsland | DE",
                "DEU | DE",
                "Österreich | AT",
                "Osterreich | AT",
                "Schweiz | CH",
                "Suisse | CH",
                "The Netherlands | NL",
                "Nederland | NL",
                "España | ES",
                "Espana | ES",
                "Brasil | BR",
                "Côte d’Ivoire | CI",
                "Türkiye | TR",
                "Turkey | TR",
                "South Korea | KR",
                "Korea, Republic of | KR",
                "Россия | RU",
                "Россия (RU) | RU",
                "+44 | GB",
                "+49 | DE",
                "en-GB | GB",
                "de_AT | AT",
                "US-CA | US",
                "🇫🇷 | FR",
                "Trinidad & Tobago | TT",
                "Trinidad and Tobago | TT",
                "Iran, Islamic Republic of | IR",
                "Tanzania, United Republic of | TZ",
                "Taiwan, Province of China | TW",
                "Ireland, Republic of | IE",
                "Korea, Republic of | KR",
                "DE - Germany | DE",
                "Deutschland/Germany | DE",
                "England, UK | GB",
                "Guinea-Bissau | GW",
                "Estados Unidos da América | US",
            })
    void a_country_is_understood_as_address_books_write_it(String cell, String region) {
        assertThat(CountryNames.findRegion(cell)).contains(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EMEA",
                "West",
                "North-East",
                "Atlantis",
                "XX",
                "TX",
                "1",
                "44",
                "America/New_York",
                "-",
                "🎉🎉",
                "Korea, Democratic People's Republic of",
                "Congo, Democratic Republic of the",
                "Georgia, USA",
                "US;CA",
                "New York, US",
                "the"
            })
    void an_unknown_country_is_not_guessed(String cell) {
        assertThat(CountryNames.findRegion(cell)).isEmpty();
    }

    @Test
    void a_number_with_its_country_code_needs_no_country() throws Exception {
        BatchFixture batch =
                open("to,Region,message\n" + ANN + ";" + BOB + ",EMEA,Hi\nann@example.com;0049 30 1234567,West,Hi\n");

        assertThat(batch.describe())
                .containsExactly("2 " + ANN + "+" + BOB + " Hi", "3 ann@example.com+0049 30 1234567 Hi");
        assertThat(batch.rows()).extracting(ReceivedCommand::region).allMatch(region -> region.isEmpty());
        assertThat(batch.batch().warnings())
                .containsExactly(
                        "column \"Region\" is used as the country of numbers without country code, but has values that are not countries: \"EMEA\", \"West\"; numbers with + and country code do not need it. Rename the column if it means something else");
    }

    @Test
    void a_number_without_one_is_refused_beside_what_is_no_country() throws Exception {
        assertThat(open("to,Region,message\n2025550101,EMEA,Hi\n" + ANN + ",EMEA,Hi\n2025550101,USA,Hi\n")
                        .describe())
                .containsExactly(
                        "2 refused: column Region: must be a country such as US or Germany, but is \"EMEA\"; \"2025550101\" has no + and country code; add these, or correct the country. Rename the column if it means something else",
                        "3 " + ANN + " Hi",
                        "4 2025550101 Hi");
    }

    @Test
    void a_line_without_its_country_code_needs_the_country_too() throws Exception {
        assertThat(open("to,from,Region,message\n" + ANN + ",2025550109,EMEA,Hi\n")
                        .describe())
                .singleElement()
                .asString()
                .startsWith("2 refused: column Region: ");
    }

    @Test
    void members_may_be_from_different_countries_if_their_numbers_have_country_codes() throws Exception {
        BatchFixture batch = open("group_ref,phone,country,message\na," + ANN + ",USA,Hi\na,+442079460018,UK,\n"
                + "b,2025550101,USA,Hi\nb,2079460018,UK,\nc,2025550101,USA,Hi\nc,2025550102,United States,\n");

        assertThat(batch.describe())
                .containsExactly(
                        "2 " + ANN + "++442079460018 Hi",
                        "4 refused: row 5, column country: differs from row 4, the first row of the group; \"2025550101\" has no + and country code; add these, or correct the country. Rename the column if it means something else",
                        "6 2025550101+2025550102 Hi");
    }

    @Test
    void in_a_column_of_states_no_state_is_a_country() throws Exception {
        BatchFixture batch = open("to,Region,message\n2025550101,TX,Hi\n2025550102,IN,Hi\n2025550103,DE,Hi\n" + ANN
                + ",CA,Hi\n2025550103,USA,Hi\n");

        assertThat(batch.describe())
                .satisfiesExactly(
                        row -> assertThat(row).startsWith("2 refused: column Region: must be a country such as US"),
                        row -> assertThat(row).startsWith("3 refused: column Region: must be a country such as US"),
                        row -> assertThat(row).startsWith("4 refused: column Region: must be a country such as US"),
                        row -> assertThat(row).isEqualTo("5 " + ANN + " Hi"),
                        row -> assertThat(row).isEqualTo("6 2025550103 Hi"));
    }

    @ParameterizedTest
    @CsvSource({"IN, India", "DE, Germany", "CO, Colombia", "ID, Indonesia", "NL, Netherlands", "in, India"})
    void a_country_code_that_is_also_a_state_is_a_warning_for_american_numbers(String cell, String country)
            throws Exception {
        BatchFixture batch = open("to,Region,message\n(202) 555-0101," + cell + ",Hi\n030 1234567," + cell + ",Hi\n"
                + ANN + "," + cell + ",Hi\n");

        assertThat(batch.rows())
                .extracting(row -> row.region().orElse("none"))
                .containsOnly(cell.toUpperCase(Locale.ROOT));
        assertThat(batch.rows())
                .extracting(ReceivedCommand::warnings)
                .containsExactly(
                        List.of("column Region: \"" + cell + "\" is read as " + country
                                + ", not as a state or province; if \"(202) 555-0101\" is American, write it with +1"),
                        List.of(),
                        List.of());
    }

    private BatchFixture open(String text) throws Exception {
        return BatchFixture.text(inbox, "x.csv", text);
    }
}
