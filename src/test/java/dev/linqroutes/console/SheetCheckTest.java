package dev.linqroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.check.CheckedRow;
import dev.linqroutes.files.check.CheckedRow.RowProblem;
import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.files.check.RowVerdict;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SheetCheckTest {
    private final SheetCheck check =
            new SheetCheck(new SheetEstimate(30, 1_000, new LineLoad.Limits(50, OptionalLong.empty(), Map.of())), 3);

    @Test
    void rows_with_a_problem_are_those_of_the_command_and_of_the_cell_or_other_row_that_the_problem_is_about() {
        write(2, new RowProblem("phone", OptionalLong.of(3), OptionalLong.empty(), "12345", "must begin with +"));
        write(
                7,
                new RowProblem(
                        "", OptionalLong.empty(), OptionalLong.of(5), "", "group \"a\" is already created by row 5"));

        assertThat(check.badRowNumbers()).containsExactly(2L, 3L, 5L, 7L);
    }

    @Test
    void a_number_of_a_row_in_a_text_is_not_data() {
        write(2, new RowProblem("seat, row 4", OptionalLong.empty(), OptionalLong.empty(), "row 9", "see row 12"));

        assertThat(check.badRowNumbers()).containsExactly(2L);
    }

    private void write(long row, RowProblem problem) {
        check.writeRow(new CheckedRow(row, RowVerdict.REFUSED, List.of(problem), List.of()));
    }
}
