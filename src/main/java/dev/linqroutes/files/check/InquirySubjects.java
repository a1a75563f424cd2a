package dev.linqroutes.files.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The people, lines and contact cards of the good rows of a file: what Linq can be asked about them. */
public final class InquirySubjects {
    /** With Linq's limit of one check in ten seconds (reference 1.4) these take a quarter of an hour. */
    public static final int MAX_HANDLES = 100;

    /** A file with more lines has them by mistake. */
    private static final int MAX_LINES = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> handles = new LinkedHashSet<>();
    private final Map<Long, List<String>> handlesByRow = new LinkedHashMap<>();
    private final Set<String> lines = new LinkedHashSet<>();
    private OptionalLong firstCardRow = OptionalLong.empty();
    private long cardRows;
    private boolean tooManyHandles;

    void add(CheckedRow row) {
        row.command().ifPresent(command -> add(row.row(), command));
    }

    private void add(long row, PlannedCommand command) {
        List<String> ofRow = new ArrayList<>();
        for (PlannedCall call : command.calls()) {
            if (call.kind() == CallKind.CREATE_CHAT) {
                JsonNode body = parse(call.body());
                body.path("to").forEach(handle -> ofRow.add(handle.asText()));
                addLine(body.path("from").asText());
            } else if (call.kind() == CallKind.ADD_PARTICIPANT) {
                ofRow.add(parse(call.body()).path("handle").asText());
            } else if (call.kind() == CallKind.SHARE_CONTACT_CARD) {
                firstCardRow = firstCardRow.isPresent() ? firstCardRow : OptionalLong.of(row);
                cardRows++;
            }
        }
        addHandles(row, ofRow);
    }

    private void addLine(String line) {
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        }
    }

    /** What would not be asked about is not kept. */
    private void addHandles(long row, List<String> ofRow) {
        if (tooManyHandles || ofRow.isEmpty()) {
            return;
        }
        handles.addAll(ofRow);
        handlesByRow.put(row, List.copyOf(ofRow));
        if (handles.size() > MAX_HANDLES) {
            tooManyHandles = true;
            handles.clear();
            handlesByRow.clear();
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the body of a planned call is not JSON: " + body, e);
        }
    }

    /** Whether the file has more than {@link #MAX_HANDLES} different handles; none is given then. */
    public boolean hasTooManyHandles() {
        return tooManyHandles;
    }

    /** Each person that a row brings into a group, once, in the order of the file. */
    public Set<String> handles() {
        return Collections.unmodifiableSet(handles);
    }

    /** The same by row. */
    Map<Long, List<String>> handlesByRow() {
        return Collections.unmodifiableMap(handlesByRow);
    }

    /** The lines of the groups that the file creates. */
    public Set<String> lines() {
        return Collections.unmodifiableSet(lines);
    }

    /** The first row that shares a contact card. */
    OptionalLong firstCardRow() {
        return firstCardRow;
    }

    /** Number of rows that share a contact card; their groups may be of any line. */
    public long cardRows() {
        return cardRows;
    }
}
