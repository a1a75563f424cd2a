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

/** Rows as the ledger stores them until the part is released. */
class BatchPartCodecTest {
    private final BatchPartCodec codec = new BatchPartCodec();

    @TempDir
    Path folder;

    @Test
    void a_row_keeps_its_warnings() throws Exception {
        RowChunk chunk = chunk("to,a,message\n+12025550101,None,Hi {a}\n");

        ReceivedCommand kept = decode(codec.encode("f-1", chunk, List.of())).get(0);

        assertThat(kept.warnings()).isNotEmpty().isEqualTo(chunk.rows().get(0).warnings());
    }

    @Test
    void a_row_without_warnings_is_stored_as_earlier_versions_stored_it() throws Exception {
        BatchPart part = codec.encode("f-1", chunk("to,message\n+12025550101,Hi\n"), List.of());

        assertThat(json(part)).doesNotContain("warnings");
        assertThat(decode(part).get(0).warnings()).isEmpty();
    }

    private List<ReceivedCommand> decode(BatchPart part) {
        return codec.decode(new ReleasablePart(part, new Batch("f-1", "x.csv", "x", "0".repeat(64))));
    }

    private static String json(BatchPart part) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(part.content()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RowChunk chunk(String sheet) throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), sheet);
        BatchFile batch = new BatchFileOpener(Optional.empty()).open(file);
        try (BatchFile.RowChunks chunks = batch.chunks()) {
            return chunks.next();
        }
    }
}
