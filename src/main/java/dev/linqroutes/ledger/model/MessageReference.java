package dev.linqroutes.ledger.model;

import java.util.List;
import java.util.Locale;

/** A message by what the producer knows of it, in place of Linq's id. */
public sealed interface MessageReference {

    /**
     * A message of a command.
     *
     * @param number of the message in the command, from 1. It is also the position of its call: messages come before other calls
     */
    record OfCommand(String commandId, int number) implements MessageReference {
        @Override
        public List<String> storedIds() {
            return List.of(commandId, ErasedContent.id(commandId));
        }

        @Override
        public String describe() {
            return "message " + number + " of command \"" + commandId + "\"";
        }
    }

    /** The message of an event. */
    record OfEvent(String eventId) implements MessageReference {
        @Override
        public List<String> storedIds() {
            return List.of(eventId, eventId.toLowerCase(Locale.ROOT));
        }

        @Override
        public String describe() {
            return "the message of event \"" + eventId + "\"";
        }
    }

    /** The ids under which the ledger may have the command, or the event: as written first. */
    List<String> storedIds();

    /** For a person. */
    String describe();
}
