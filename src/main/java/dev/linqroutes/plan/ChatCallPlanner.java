package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.AddParticipants;
import dev.linqroutes.command.AddPollOptions;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.CommandEnvelope;
import dev.linqroutes.command.DeleteAttachment;
import dev.linqroutes.command.DeleteMessage;
import dev.linqroutes.command.EditMessage;
import dev.linqroutes.command.FileSource;
import dev.linqroutes.command.LeaveGroup;
import dev.linqroutes.command.React;
import dev.linqroutes.command.RemoveParticipants;
import dev.linqroutes.command.SendPoll;
import dev.linqroutes.command.SendVoiceMemo;
import dev.linqroutes.command.SetBackground;
import dev.linqroutes.command.ShareContactCard;
import dev.linqroutes.command.UpdateGroup;
import dev.linqroutes.ledger.model.CallKind;
import java.util.List;
import java.util.Optional;

/** Plans the calls of commands for an existing chat, except messages (reference 2.5 to 2.7, 2.11, 2.12). */
final class ChatCallPlanner {
    private static final String BACKGROUND_PATH = CallListBuilder.CHAT_PATH + "/background";

    private ChatCallPlanner() {}

    static CallListBuilder plan(ChatCommand command) {
        CallListBuilder calls = new CallListBuilder(command.commandId());
        if (command instanceof UpdateGroup update) {
            return addUpdate(calls, update.envelope(), update.displayName(), update.icon());
        }
        if (command instanceof AddParticipants add) {
            return addParticipants(calls, CallKind.ADD_PARTICIPANT, "POST", add.handles());
        }
        if (command instanceof RemoveParticipants remove) {
            return addParticipants(calls, CallKind.REMOVE_PARTICIPANT, "DELETE", remove.handles());
        }
        if (command instanceof LeaveGroup) {
            return calls.addWithoutBody(CallKind.LEAVE_CHAT, "POST", CallListBuilder.CHAT_PATH + "/leave");
        }
        if (command instanceof ShareContactCard) {
            return calls.addWithoutBody(
                    CallKind.SHARE_CONTACT_CARD, "POST", CallListBuilder.CHAT_PATH + "/share_contact_card");
        }
        if (command instanceof SendVoiceMemo memo) {
            return addVoiceMemo(calls, memo);
        }
        if (command instanceof SendPoll poll) {
            return calls.addWithKey(
                    CallKind.SEND_POLL, CallListBuilder.CHAT_PATH + "/polls", key -> pollBody(poll.options(), key));
        }
        if (command instanceof AddPollOptions more) {
            return calls.addAboutMessage(
                    CallKind.ADD_POLL_OPTIONS,
                    "POST",
                    more.message(),
                    "/poll/options",
                    Optional.of(withOptions(object(), more.options())));
        }
        if (command instanceof React react) {
            return addReaction(calls, react);
        }
        if (command instanceof EditMessage edit) {
            ObjectNode body = object().put("text", edit.text()).put("part_index", edit.partIndex());
            return calls.addAboutMessage(CallKind.EDIT_MESSAGE, "PATCH", edit.message(), "", Optional.of(body));
        }
        if (command instanceof SetBackground background) {
            return background
                    .background()
                    .map(body -> withImage(background, body.deepCopy()))
                    .map(body -> calls.addWithoutKey(CallKind.SET_BACKGROUND, "POST", BACKGROUND_PATH, body))
                    .orElseGet(() -> calls.addWithoutBody(CallKind.SET_BACKGROUND, "DELETE", BACKGROUND_PATH));
        }
        if (command instanceof DeleteMessage delete) {
            return calls.addAboutMessage(CallKind.DELETE_MESSAGE, "DELETE", delete.message(), "", Optional.empty());
        }
        if (command instanceof DeleteAttachment delete) {
            return calls.addWithoutBody(CallKind.DELETE_ATTACHMENT, "DELETE", "/attachments/" + delete.attachmentId());
        }
        throw new IllegalStateException(
                "no plan for commands of type " + command.envelope().type());
    }

    /** Adds no call if there is neither a name nor an icon. */
    static CallListBuilder addUpdate(
            CallListBuilder calls, CommandEnvelope envelope, Optional<String> displayName, Optional<FileSource> icon) {
        ObjectNode body = object();
        displayName.ifPresent(name -> body.put("display_name", name));
        icon.flatMap(source ->
                        source.url().or(() -> source.file().map(name -> MessageParts.placeholder(envelope, name))))
                .ifPresent(url -> body.put("group_chat_icon", url));
        return body.isEmpty()
                ? calls
                : calls.addWithoutKey(CallKind.UPDATE_CHAT, "PUT", CallListBuilder.CHAT_PATH, body);
    }

    private static CallListBuilder addParticipants(
            CallListBuilder calls, CallKind kind, String method, List<String> handles) {
        handles.forEach(handle -> calls.addWithoutKey(
                kind, method, CallListBuilder.CHAT_PATH + "/participants", object().put("handle", handle)));
        return calls;
    }

    private static CallListBuilder addVoiceMemo(CallListBuilder calls, SendVoiceMemo memo) {
        ObjectNode body = object();
        FileSource recording = memo.recording();
        recording.url().ifPresent(url -> body.put("voice_memo_url", url));
        recording.attachmentId().ifPresent(id -> body.put("attachment_id", id));
        recording.file().ifPresent(name -> body.put("attachment_id", MessageParts.placeholder(memo.envelope(), name)));
        return calls.addWithoutKey(CallKind.SEND_VOICE_MEMO, "POST", CallListBuilder.CHAT_PATH + "/voicememo", body);
    }

    /** Linq takes a photo by its address only: for a local file, the one that Linq gives for its upload. */
    private static ObjectNode withImage(SetBackground command, ObjectNode background) {
        background.remove("file");
        command.file()
                .ifPresent(name -> background.put("image_url", MessageParts.placeholder(command.envelope(), name)));
        return background;
    }

    private static ObjectNode pollBody(List<String> options, String key) {
        return object().set("poll", withOptions(object(), options).put("idempotency_key", key));
    }

    private static ObjectNode withOptions(ObjectNode poll, List<String> options) {
        options.forEach(option -> poll.withArray("options").addObject().put("text", option));
        return poll;
    }

    private static CallListBuilder addReaction(CallListBuilder calls, React react) {
        ObjectNode body = object().put("operation", react.operation()).put("type", react.reaction());
        react.customEmoji().ifPresent(emoji -> body.put("custom_emoji", emoji));
        react.sticker()
                .ifPresent(sticker -> body.setAll(MessageParts.withAttachment(sticker.deepCopy(), react.envelope())));
        body.put("part_index", react.partIndex());
        CallKind kind = react.sticker().isPresent() ? CallKind.PLACE_STICKER : CallKind.REACT;
        return calls.addAboutMessage(kind, "POST", react.message(), "/reactions", Optional.of(body));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
