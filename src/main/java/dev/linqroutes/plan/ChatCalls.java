package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.ChatCommand.AddParticipants;
import dev.linqroutes.command.ChatCommand.EditMessage;
import dev.linqroutes.command.ChatCommand.LeaveGroup;
import dev.linqroutes.command.ChatCommand.React;
import dev.linqroutes.command.ChatCommand.RemoveParticipants;
import dev.linqroutes.command.ChatCommand.SendPoll;
import dev.linqroutes.command.ChatCommand.SendVoiceMemo;
import dev.linqroutes.command.ChatCommand.SetBackground;
import dev.linqroutes.command.ChatCommand.ShareContactCard;
import dev.linqroutes.command.ChatCommand.UpdateGroup;
import dev.linqroutes.ledger.CallKind;
import java.util.List;
import java.util.Optional;

/** Plans what is done with a chat that is there, other than sending messages (reference 2.5 to 2.7, 2.11, 2.12). */
final class ChatCalls {
    private static final String BACKGROUND = CallList.CHAT + "/background";

    private ChatCalls() {}

    static CallList of(ChatCommand command) {
        CallList calls = new CallList(command.commandId());
        if (command instanceof UpdateGroup update) {
            return update(calls, update.displayName(), update.icon());
        }
        if (command instanceof AddParticipants add) {
            return participants(calls, CallKind.ADD_PARTICIPANT, "POST", add.handles());
        }
        if (command instanceof RemoveParticipants remove) {
            return participants(calls, CallKind.REMOVE_PARTICIPANT, "DELETE", remove.handles());
        }
        if (command instanceof LeaveGroup) {
            return calls.withoutBody(CallKind.LEAVE_CHAT, "POST", CallList.CHAT + "/leave");
        }
        if (command instanceof ShareContactCard) {
            return calls.withoutBody(CallKind.SHARE_CONTACT_CARD, "POST", CallList.CHAT + "/share_contact_card");
        }
        if (command instanceof SendVoiceMemo memo) {
            return voiceMemo(calls, memo);
        }
        if (command instanceof SendPoll poll) {
            return calls.keyed(CallKind.SEND_POLL, CallList.CHAT + "/polls", key -> poll(poll.options(), key));
        }
        if (command instanceof React react) {
            return react(calls, react);
        }
        if (command instanceof EditMessage edit) {
            ObjectNode body = object().put("text", edit.text()).put("part_index", edit.partIndex());
            return calls.plain(CallKind.EDIT_MESSAGE, "PATCH", "/messages/" + edit.messageId(), body);
        }
        if (command instanceof SetBackground background) {
            return background
                    .background()
                    .map(body -> calls.plain(CallKind.SET_BACKGROUND, "POST", BACKGROUND, body))
                    .orElseGet(() -> calls.withoutBody(CallKind.SET_BACKGROUND, "DELETE", BACKGROUND));
        }
        throw new IllegalArgumentException("nobody plans " + command);
    }

    /** Adds nothing where there is neither name nor icon. */
    static CallList update(CallList calls, Optional<String> displayName, Optional<String> icon) {
        ObjectNode body = object();
        displayName.ifPresent(name -> body.put("display_name", name));
        icon.ifPresent(address -> body.put("group_chat_icon", address));
        return body.isEmpty() ? calls : calls.plain(CallKind.UPDATE_CHAT, "PUT", CallList.CHAT, body);
    }

    private static CallList participants(CallList calls, CallKind kind, String method, List<String> handles) {
        handles.forEach(
                handle -> calls.plain(kind, method, CallList.CHAT + "/participants", object().put("handle", handle)));
        return calls;
    }

    private static CallList voiceMemo(CallList calls, SendVoiceMemo memo) {
        ObjectNode body = object();
        memo.url().ifPresent(url -> body.put("voice_memo_url", url));
        memo.attachmentId().ifPresent(id -> body.put("attachment_id", id));
        return calls.plain(CallKind.SEND_VOICE_MEMO, "POST", CallList.CHAT + "/voicememo", body);
    }

    private static ObjectNode poll(List<String> options, String key) {
        ObjectNode poll = object();
        options.forEach(option -> poll.withArray("options").addObject().put("text", option));
        poll.put("idempotency_key", key);
        return object().set("poll", poll);
    }

    private static CallList react(CallList calls, React react) {
        ObjectNode body = object().put("operation", react.operation()).put("type", react.reaction());
        react.customEmoji().ifPresent(emoji -> body.put("custom_emoji", emoji));
        body.put("part_index", react.partIndex());
        return calls.plain(CallKind.REACT, "POST", "/messages/" + react.messageId() + "/reactions", body);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
