package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.CountryNames;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.cell.HandleCell;
import dev.linqroutes.files.cell.LinkCell;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.template.MergeTagDetector;
import dev.linqroutes.files.template.Template;
import dev.linqroutes.files.template.TemplateTest;
import dev.linqroutes.files.template.TextArtifactDetector;
import dev.linqroutes.testing.BatchFixture;
import dev.linqroutes.testing.CostGrowth;
import dev.linqroutes.testing.CostGrowth.Family;
import dev.linqroutes.testing.TestFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The time to read any file is linear in its length. */
class CsvCostPropertiesTest {
    private static final String HEADER = "group_ref,to,message,links,a\n";
    private static TestFolder folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = TestFolder.create("costly");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        folder.close();
    }

    @Property(tries = 200)
    void reading_a_file_takes_linear_time(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, text -> read("any.csv", text));
        CostGrowth.assertLinear(family, text -> read("any.jsonl", text));
    }

    @Property(tries = 200)
    void reading_a_cell_takes_linear_time(@ForAll("families") Family family) {
        CostGrowth.assertLinear(length -> inCells(family.apply(length / 4)), text -> read("cells.csv", text));
    }

    @Property(tries = 200)
    void filling_a_template_takes_linear_time(@ForAll("families") Family family) {
        for (Template.TemplateTarget place : Template.TemplateTarget.values()) {
            CostGrowth.assertLinear(family, text -> fill(text, place));
        }
    }

    @Property(tries = 200)
    void describing_a_cell_takes_linear_time(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, text -> HandleCell.split(text).forEach(HandleCell::describeProblem));
        CostGrowth.assertLinear(family, LinkCell::split);
        CostGrowth.assertLinear(family, GroupField::normalizeName);
        CostGrowth.assertLinear(family, CellText::clean);
        CostGrowth.assertLinear(family, TextArtifactDetector::describeArtifact);
        CostGrowth.assertLinear(family, CountryNames::findRegion);
        CostGrowth.assertLinear(family, text -> MergeTagDetector.detect(text, new TemplateTest.Row(Map.of("a", "x"))));
    }

    @Example
    void what_once_grew_with_the_square_does_not() {
        CostGrowth.assertLinear(
                length -> HEADER + "r,t," + "{a}".repeat(length / 8) + ",," + " ".repeat(length / 2) + "x\n",
                text -> read("placeholders.csv", text));
        CostGrowth.assertLinear(
                length -> "group_ref,handle,message\nr,a@b.co," + " ".repeat(length / 2) + "x\n"
                        + "r,a@b.co,x\n".repeat(length / 22),
                text -> read("members.csv", text));
        CostGrowth.assertLinear(length -> "{a}".repeat(length / 3), text -> fill(text, Template.TemplateTarget.TEXT));
        CostGrowth.assertLinear(
                length -> "https://x.io/?" + "{a}".repeat(length / 3),
                text -> fill(text, Template.TemplateTarget.LINK));
        CostGrowth.assertLinear(
                length -> "a.b/{a} c/".repeat(length / 10), text -> fill(text, Template.TemplateTarget.TEXT));
        CostGrowth.assertLinear(
                length -> "a.b/".repeat(length / 4) + "{a}", text -> fill(text, Template.TemplateTarget.LINK));
        CostGrowth.assertLinear(length -> "a" + "\u0301\u0316".repeat(length / 2), GroupField::normalizeName);
    }

    @Provide
    Arbitrary<Family> families() {
        return CostGrowth.families();
    }

    private static void fill(String template, Template.TemplateTarget place) {
        Template.FilledText filled =
                Template.fill(template, new TemplateTest.Row(Map.of("a", "x", "to", "y")), place, 1_000_000);
        assertThat(filled.problems()).hasSizeLessThan(2);
    }

    private static String inCells(String text) {
        String cell = "\"" + text.replace("\"", "\"\"") + "\"";
        return HEADER + String.join(",", List.of("ref", cell, cell, cell, cell)) + "\n";
    }

    private static void read(String name, String text) {
        try {
            BatchFixture.text(folder.path(), name, text).rows();
        } catch (UnreadableFile e) {
            // Most of these files are rejected; only the time counts.
            assertThat(e.getMessage()).isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
