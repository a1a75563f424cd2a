package dev.linqroutes.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import dev.linqroutes.command.RecordParts;
import dev.linqroutes.command.Source;
import dev.linqroutes.csv.Portion;
import dev.linqroutes.ledger.Batch;
import dev.linqroutes.ledger.BatchPart;
import dev.linqroutes.ledger.BatchRelease.Release;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Rows in the form in which the ledger keeps them: a part of the batch, compressed. */
public final class Parts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<Row>> ROWS = new TypeReference<>() {};

    /** What the part itself does not say. */
    private record Row(
            long row,
            String body,
            Map<String, String> columns,
            String region,
            List<Problem> problems,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {
        Row {
            // Left out where there are none, as in parts of versions that knew of none.
            warnings = warnings == null ? List.of() : warnings;
        }

        static Row of(Received received) {
            return new Row(
                    number(received),
                    new String(received.body(), StandardCharsets.UTF_8),
                    received.columns(),
                    received.region().orElse(""),
                    received.problems(),
                    received.warnings());
        }

        Received received(Batch batch) {
            return new Received(
                    new Source.File(batch.file(), batch.sha256(), row),
                    RecordParts.NONE,
                    body.getBytes(StandardCharsets.UTF_8),
                    columns,
                    Optional.of(region).filter(each -> !each.isEmpty()),
                    problems,
                    warnings);
        }
    }

    /** @param refused how many of them were */
    static BatchPart pack(String batchId, Portion portion, int refused) {
        List<Received> rows = portion.rows();
        return new BatchPart(
                batchId,
                portion.number(),
                number(rows.get(0)),
                number(rows.get(rows.size() - 1)),
                rows.size(),
                refused,
                compressed(rows.stream().map(Row::of).toList()));
    }

    private static long number(Received received) {
        return ((Source.File) received.source()).row();
    }

    private static byte[] compressed(List<Row> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (OutputStream out = new DeflaterOutputStream(bytes, fast, 16_384)) {
            JSON.writeValue(out, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }

    /** The rows as they were received. */
    public List<Received> unpack(Release release) {
        try (InputStream in =
                new InflaterInputStream(new ByteArrayInputStream(release.part().content()))) {
            return JSON.readValue(in, ROWS).stream()
                    .map(row -> row.received(release.batch()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
