package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.erase.ErasureReport.Obstacle;
import dev.linqroutes.ledger.erase.ErasureRowTypes.PartRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Finds files with rows that name the person and are no commands yet. They are not erased: they would be refused one by one. */
final class PartCheck implements ErasureStep {
    /** Each has some hundred rows. */
    private static final int PAGE_SIZE = 5;

    private final PersonalData person;
    private final Function<byte[], String> decoder;

    /** @param decoder reads the rows of a part as text */
    PartCheck(PersonalData person, Function<byte[], String> decoder) {
        this.person = person;
        this.decoder = decoder;
    }

    private record Key(String batchId, int partNo) {}

    @Override
    public Page erasePage(Handle handle, Optional<Object> after, boolean write) {
        Key last = after.map(Key.class::cast).orElse(new Key("", 0));
        List<PartRow> parts = handle.createQuery(Database.sql("erase/next-parts"))
                .bind("batchId", last.batchId)
                .bind("partNo", last.partNo)
                .bind("limit", PAGE_SIZE)
                .mapTo(PartRow.class)
                .list();
        ErasureReport report = new ErasureReport();
        parts.stream()
                .filter(part -> person.isNamedIn(decoder.apply(part.content())))
                .forEach(part -> report.addObstacle(new Obstacle(
                        "file " + part.file(),
                        Optional.empty(),
                        "rows of it that name the person are not sent yet; cancel it by `batch cancel " + part.batchId()
                                + "`, or wait until they are done")));
        return new Page(
                parts.size() < PAGE_SIZE
                        ? Optional.empty()
                        : Optional.of(new Key(
                                parts.get(parts.size() - 1).batchId(),
                                parts.get(parts.size() - 1).partNo())),
                report);
    }
}
