package dev.linqroutes.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.Received;
import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.csv.Portion;
import dev.linqroutes.ledger.Batch;
import dev.linqroutes.ledger.BatchPart;
import dev.linqroutes.ledger.BatchRelease.Release;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as the ledger keeps them until their turn comes. */
class PartsTest {
    @TempDir
    Path folder;

    @Test
    void a_row_keeps_what_its_producer_should_know() throws Exception {
        Portion portion = portion("to,a,message\n+12025550101,None,Hi {a}\n");

        Received kept = unpacked(Parts.pack("f-1", portion, 0)).get(0);

        assertThat(kept.warnings()).isNotEmpty().isEqualTo(portion.rows().get(0).warnings());
    }

    @Test
    void a_row_without_warnings_is_packed_as_an_earlier_version_packed_it_and_read() throws Exception {
        BatchPart part = Parts.pack("f-1", portion("to,message\n+12025550101,Hi\n"), 0);

        assertThat(json(part)).doesNotContain("warnings");
        assertThat(unpacked(part).get(0).warnings()).isEmpty();
    }

    private static List<Received> unpacked(BatchPart part) {
        return new Parts().unpack(new Release(part, new Batch("f-1", "x.csv", "x", "0".repeat(64))));
    }

    private static String json(BatchPart part) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(part.content()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Portion portion(String sheet) throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), sheet);
        BatchFile batch = new BatchFiles(Optional.empty()).open(file);
        try (BatchFile.Portions portions = batch.portions()) {
            return portions.next();
        }
    }
}
