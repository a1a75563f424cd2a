package dev.linqroutes.files.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.check.LinqAnswers.Card;
import dev.linqroutes.files.check.LinqAnswers.LineAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinqAnswersFormatterTest {
    @Test
    void a_line_that_linq_does_not_call_healthy_is_told_with_its_rating() {
        LinqAnswers answers = new LinqAnswers(
                List.of(
                        new LineAnswer("+12223334444", true, Optional.of("HEALTHY"), Card.ACTIVE),
                        new LineAnswer("+12223335555", true, Optional.of("CRITICAL"), Card.ACTIVE)),
                Map.of(),
                Optional.empty());

        assertThat(new LinqAnswersFormatter(new InquirySubjects(), answers).toLines())
                .contains(
                        "  line +12223334444 belongs to the API key and has an active contact card",
                        "  line +12223335555 belongs to the API key and has an active contact card; Linq rates it CRITICAL");
    }
}
