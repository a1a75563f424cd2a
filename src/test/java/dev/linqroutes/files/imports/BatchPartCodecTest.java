package dev.linqroutes.files.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.RowChunk;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchPart;
import dev.linqroutes.ledger.batch.BatchPartReleaser.ReleasablePart;
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
class BatchPartCodecTest {
    @TempDir
    Path folder;

    @Test
    void a_row_keeps_what_its_producer_should_know() throws Exception {
        RowChunk portion = portion("to,a,message\n+12025550101,None,Hi {a}\n");

        ReceivedCommand kept =
                unpacked(BatchPartCodec.encode("f-1", portion, 0)).get(0);

        assertThat(kept.warnings()).isNotEmpty().isEqualTo(portion.rows().get(0).warnings());
    }

    @Test
    void a_row_without_warnings_is_packed_as_an_earlier_version_packed_it_and_read() throws Exception {
        BatchPart part = BatchPartCodec.encode("f-1", portion("to,message\n+12025550101,Hi\n"), 0);

        assertThat(json(part)).doesNotContain("warnings");
        assertThat(unpacked(part).get(0).warnings()).isEmpty();
    }

    private static List<ReceivedCommand> unpacked(BatchPart part) {
        return new BatchPartCodec().decode(new ReleasablePart(part, new Batch("f-1", "x.csv", "x", "0".repeat(64))));
    }

    private static String json(BatchPart part) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(part.content()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RowChunk portion(String sheet) throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), sheet);
        BatchFile batch = new BatchFileOpener(Optional.empty()).open(file);
        try (BatchFile.RowChunks portions = batch.chunks()) {
            return portions.next();
        }
    }
}
