package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.GroupRefNormalizer;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.testing.BatchFixture;
import dev.linqroutes.testing.TestFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the order of the rows: a created group has exactly its members. */
class MemberPerRowPropertiesTest {
    private static TestFolder folder;

    private record Row(String ref, String phone) {
        boolean isBlank() {
            return ref.isEmpty() && phone.isEmpty();
        }
    }

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = TestFolder.create("members");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        folder.close();
    }

    @Property
    void a_created_group_has_exactly_the_members_of_its_rows(@ForAll("sheets") List<Row> rows) throws IOException {
        BatchFixture batch = BatchFixture.text(
                folder.path(),
                "x.csv",
                "group_ref,phone,message\n"
                        + rows.stream()
                                .map(row -> row.ref + "," + row.phone + ",\n")
                                .collect(Collectors.joining()));
        Map<Long, ReceivedCommand> groups =
                batch.rows().stream().collect(Collectors.toMap(BatchFixture::number, Function.identity()));
        Map<Long, List<InputRecord>> records = batch.records().stream()
                .filter(record -> record.commandRow() > 0)
                .collect(Collectors.groupingBy(InputRecord::commandRow));

        assertThat(records.keySet()).isEqualTo(groups.keySet());
        groups.forEach((first, group) -> {
            if (group.problems().isEmpty()) {
                List<InputRecord> members = records.get(first);
                assertThat(BatchFixture.texts(BatchFixture.command(group).at("/to")))
                        .containsExactlyElementsOf(phones(members));
                assertThat(members).allSatisfy(member -> assertThat(belongs(rows, first, member.row()))
                        .as("row %s in the group of row %s", member.row(), first)
                        .isTrue());
            }
        });
    }

    /** Whether a row belongs to the group of the first: by its group_ref, or without one directly below it. */
    private static boolean belongs(List<Row> rows, long first, long row) {
        String ref = GroupRefNormalizer.normalize(rows.get((int) first - 2).ref);
        List<Row> between = rows.subList((int) first - 1, (int) row - 1);
        String own = row == first ? ref : GroupRefNormalizer.normalize(between.get(between.size() - 1).ref);
        return own.isEmpty()
                ? between.stream().allMatch(each -> each.ref.isEmpty() && !each.isBlank())
                : own.equals(ref);
    }

    private static List<String> phones(List<InputRecord> records) {
        List<String> phones = new ArrayList<>();
        records.forEach(record -> phones.add(record.cells().get(1)));
        phones.removeIf(String::isEmpty);
        return phones;
    }

    @Provide
    Arbitrary<List<Row>> sheets() {
        Arbitrary<String> refs =
                Arbitraries.of("a", "a", "a\u200B", "b", "Mu\u0308nchen", "München", "", "", "NULL", "Total");
        Arbitrary<String> phones = Arbitraries.of(
                "+12025550101",
                "+12025550102",
                "+12025550103",
                "2025550104",
                "ann@example.com",
                "",
                "Crew report",
                "Total: 4",
                "4");
        return Combinators.combine(refs, phones)
                .as(Row::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .filter(rows -> rows.stream().anyMatch(row -> !row.isBlank()));
    }
}
