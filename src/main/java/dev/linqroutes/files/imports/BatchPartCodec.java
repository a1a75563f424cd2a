package dev.linqroutes.files.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.LocalFile;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.RecordKeyAndHeaders;
import dev.linqroutes.files.rows.RowChunk;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchPart;
import dev.linqroutes.ledger.batch.BatchPartReleaser.ReleasablePart;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Encodes a chunk of rows as a part of a batch, compressed JSON, as the ledger stores it; and decodes it. */
public final class BatchPartCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<StoredRow>> ROWS = new TypeReference<>() {};

    /** The fields of a row that are not stored in columns of the part. */
    private record StoredRow(
            long row,
            String body,
            Map<String, String> columns,
            String region,
            List<Problem> problems,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LocalFile> files) {
        StoredRow {
            // Missing when empty, and in parts that earlier versions stored.
            warnings = warnings == null ? List.of() : warnings;
            files = files == null ? List.of() : files;
        }

        static StoredRow of(ReceivedCommand received, List<LocalFile> files) {
            return new StoredRow(
                    rowNumber(received),
                    new String(received.body(), StandardCharsets.UTF_8),
                    describe(received.columns()),
                    received.region().orElse(""),
                    received.problems(),
                    received.warnings(),
                    files);
        }

        ReceivedCommand toReceived(Batch batch) {
            return new ReceivedCommand(
                    new CommandSource.File(batch.file(), batch.sha256(), row),
                    RecordKeyAndHeaders.NONE,
                    body.getBytes(StandardCharsets.UTF_8),
                    places(columns),
                    Optional.of(region).filter(each -> !each.isEmpty()),
                    problems,
                    warnings,
                    files);
        }
    }

    private static Map<String, String> describe(Map<String, ColumnPlace> columns) {
        return columns.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, column -> column.getValue()
                .describe()));
    }

    /** The descriptions are all that a refusal needs. */
    private static Map<String, ColumnPlace> places(Map<String, String> columns) {
        return columns.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, column -> ColumnPlace.of(column.getValue())));
    }

    /** @param decisions one for each row of the chunk; the part stores how many are refusals */
    public BatchPart encode(String batchId, RowChunk chunk, List<IntakeDecision> decisions) {
        List<ReceivedCommand> rows = chunk.rows();
        long refused =
                decisions.stream().filter(CommandRefusal.class::isInstance).count();
        Map<Long, List<LocalFile>> files = filesByRow(decisions);
        return new BatchPart(
                batchId,
                chunk.number(),
                rowNumber(rows.get(0)),
                rowNumber(rows.get(rows.size() - 1)),
                rows.size(),
                (int) refused,
                compress(rows.stream()
                        .map(row -> StoredRow.of(row, files.getOrDefault(rowNumber(row), List.of())))
                        .toList()));
    }

    /** The files of rows that have any. They are stored, and not read again when the part is released. */
    private static Map<Long, List<LocalFile>> filesByRow(List<IntakeDecision> decisions) {
        Map<Long, List<LocalFile>> files = new HashMap<>();
        for (IntakeDecision decision : decisions) {
            if (decision instanceof PlannedCommand command && !command.media().isEmpty()) {
                files.put(
                        command.origin().row().orElseThrow().number(),
                        command.media().stream()
                                .map(file -> new LocalFile(file.name(), file.sha256(), file.contentType(), file.size()))
                                .toList());
            }
        }
        return files;
    }

    private static long rowNumber(ReceivedCommand received) {
        return ((CommandSource.File) received.source()).row();
    }

    private static byte[] compress(List<StoredRow> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (OutputStream out = new DeflaterOutputStream(bytes, deflater, 16_384)) {
            JSON.writeValue(out, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** The content of a part as JSON text, to search in it. */
    public static String text(byte[] content) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(content))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a part as they were read from the file. */
    public List<ReceivedCommand> decode(ReleasablePart release) {
        try (InputStream in =
                new InflaterInputStream(new ByteArrayInputStream(release.part().content()))) {
            return JSON.readValue(in, ROWS).stream()
                    .map(row -> row.toReceived(release.batch()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
