package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.model.RefusalStatus;
import dev.linqroutes.ledger.model.StoredWord;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Words by which rows of a batch are counted: those of {@link CommandStatus} and {@link RefusalStatus}. */
final class RowStatuses {
    /** An outcome is still to come. */
    static final Set<String> OPEN = Arrays.stream(CommandStatus.values())
            .filter(CommandStatus::isOpen)
            .map(StoredWord::word)
            .collect(Collectors.toUnmodifiableSet());

    /** The row never became a command; a row that was cancelled is not among them. */
    static final Set<String> REFUSED = Set.of(RefusalStatus.REFUSED.word(), RefusalStatus.DUPLICATE.word());

    private RowStatuses() {}
}
