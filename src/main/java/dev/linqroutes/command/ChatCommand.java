package dev.linqroutes.command;

/** A command of a producer, read and validated. Each type of the schema has a record here, with a method {@code read} that maps its JSON. */
public sealed interface ChatCommand
        permits CreateGroup,
                SendMessage,
                UpdateGroup,
                AddParticipants,
                RemoveParticipants,
                LeaveGroup,
                ShareContactCard,
                SendVoiceMemo,
                SendPoll,
                AddPollOptions,
                React,
                EditMessage,
                SetBackground,
                DeleteMessage,
                DeleteAttachment {

    /** The fields that all commands share. */
    CommandEnvelope envelope();

    default String commandId() {
        return envelope().commandId();
    }
}
