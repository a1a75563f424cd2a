package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.intake.IntakeRowTypes.CommandReference;
import dev.linqroutes.ledger.model.MessageReference.OfCommand;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which commands refer, by others or not, to themselves: they would wait for each other without end. A command that refers to one that
 * refers to none need not hurry.
 */
final class ReferenceChains {
    /** A reply to a reply is rare; longer chains are taken for circles. */
    private static final int MAX_LENGTH = 8;

    private final Map<String, Set<String>> referred = new HashMap<>();

    private ReferenceChains() {}

    /**
     * @param references of the commands in question
     * @param reader reads the references of commands by their ids
     */
    static ReferenceChains load(
            List<CommandReference> references, Function<Collection<String>, List<CommandReference>> reader) {
        ReferenceChains chains = new ReferenceChains();
        List<CommandReference> level = references;
        for (int length = 1; length < MAX_LENGTH && !level.isEmpty(); length++) {
            Set<String> next = chains.add(level);
            level = next.isEmpty() ? List.of() : reader.apply(next);
        }
        chains.add(level);
        return chains;
    }

    /** @return the commands that are referred to, and whose references are not known here */
    private Set<String> add(List<CommandReference> references) {
        references.stream()
                .filter(each -> each.reference() instanceof OfCommand)
                .forEach(each -> referred.computeIfAbsent(each.commandId(), any -> new HashSet<>())
                        .addAll(each.reference().storedIds()));
        return references.stream()
                .map(CommandReference::commandId)
                .filter(referred::containsKey)
                .flatMap(id -> referred.get(id).stream())
                .filter(id -> !referred.containsKey(id))
                .collect(Collectors.toSet());
    }

    /** Whether the command refers in the end to one that refers to none. */
    boolean hasEnd(String commandId) {
        Set<String> reached = Set.of(commandId);
        for (int length = 0; length < MAX_LENGTH && !reached.isEmpty(); length++) {
            reached = reached.stream()
                    .flatMap(id -> referred.getOrDefault(id, Set.of()).stream())
                    .collect(Collectors.toSet());
        }
        return reached.isEmpty();
    }
}
