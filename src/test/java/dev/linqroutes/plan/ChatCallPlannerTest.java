package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.ANN;
import static dev.linqroutes.command.TestCommand.BOB;
import static dev.linqroutes.command.TestCommand.aCommand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.PlannedCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls of commands other than messages: reference 2.5 to 2.7, 2.11, 2.12. */
class ChatCallPlannerTest {
    private static final String MESSAGE = "b1a7c0de-1111-4a2b-8c3d-000000000101";
    private static final String CHAT = "/chats/{chat_id}";

    @Test
    void a_group_is_renamed_with_one_call() {
        assertThat(calls(of("update_group")
                        .with("display_name", "'Order 1001'")
                        .with("group_chat_icon", "'https://example.com/icon.png'")))
                .containsExactly(call(
                        CallKind.UPDATE_CHAT,
                        "PUT",
                        CHAT,
                        "{'display_name':'Order 1001','group_chat_icon':'https://example.com/icon.png'}"));
    }

    @Test
    void only_what_is_given_is_changed() {
        assertThat(calls(of("update_group").with("display_name", "'Order'")))
                .containsExactly(call(CallKind.UPDATE_CHAT, "PUT", CHAT, "{'display_name':'Order'}"));
    }

    @Test
    void each_participant_is_added_by_a_separate_call() {
        assertThat(calls(of("add_participant").with("handles", "['" + ANN + "', '" + BOB + "']")))
                .containsExactly(
                        call(CallKind.ADD_PARTICIPANT, "POST", CHAT + "/participants", "{'handle':'" + ANN + "'}"),
                        new PlannedCall(
                                2,
                                CallKind.ADD_PARTICIPANT,
                                "POST",
                                CHAT + "/participants",
                                TestCommand.quoted("{'handle':'" + BOB + "'}"),
                                Optional.empty()));
    }

    @Test
    void a_participant_is_removed_by_a_delete_with_a_body() {
        assertThat(calls(of("remove_participant").with("handles", "['" + ANN + "']")))
                .containsExactly(call(
                        CallKind.REMOVE_PARTICIPANT, "DELETE", CHAT + "/participants", "{'handle':'" + ANN + "'}"));
    }

    @Test
    void leaving_has_no_body() {
        assertThat(calls(of("leave_group"))).containsExactly(call(CallKind.LEAVE_CHAT, "POST", CHAT + "/leave", ""));
    }

    @Test
    void sharing_the_contact_card_has_no_body() {
        assertThat(calls(of("share_contact_card")))
                .containsExactly(call(CallKind.SHARE_CONTACT_CARD, "POST", CHAT + "/share_contact_card", ""));
    }

    @Test
    void a_voice_memo_is_sent_by_address_or_attachment() {
        String path = CHAT + "/voicememo";

        assertThat(calls(of("send_voice_memo").with("url", "'https://example.com/memo.m4a'")))
                .containsExactly(call(
                        CallKind.SEND_VOICE_MEMO, "POST", path, "{'voice_memo_url':'https://example.com/memo.m4a'}"));
        assertThat(calls(of("send_voice_memo").with("attachment_id", "'a-1'")))
                .containsExactly(call(CallKind.SEND_VOICE_MEMO, "POST", path, "{'attachment_id':'a-1'}"));
    }

    @Test
    void a_local_file_takes_the_place_of_an_attachment_or_of_an_address() {
        String file = new MediaFile("a.png", TestCommand.sha256("a.png"), "image/png", 3).placeholder();
        TestCommand sticker = of("react")
                .with("message_id", "'" + MESSAGE + "'")
                .with("reaction", "'sticker'")
                .with("file", "'a.png'");

        assertThat(calls(of("send_voice_memo").with("file", "'a.png'")))
                .containsExactly(call(
                        CallKind.SEND_VOICE_MEMO, "POST", CHAT + "/voicememo", "{'attachment_id':'" + file + "'}"));
        assertThat(calls(sticker))
                .containsExactly(call(
                        CallKind.PLACE_STICKER,
                        "POST",
                        "/messages/" + MESSAGE + "/reactions",
                        "{'operation':'add','type':'sticker','attachment_id':'" + file + "','part_index':0}"));
        assertThat(calls(of("update_group").with("group_chat_icon", "{'file': 'a.png'}")))
                .containsExactly(call(CallKind.UPDATE_CHAT, "PUT", CHAT, "{'group_chat_icon':'" + file + "'}"));
        assertThat(calls(of("set_background").with("background", "{'type': 'photo', 'file': 'a.png'}")))
                .containsExactly(call(
                        CallKind.SET_BACKGROUND,
                        "POST",
                        CHAT + "/background",
                        "{'type':'photo','image_url':'" + file + "'}"));
    }

    @Test
    void a_poll_is_sent_with_a_key() {
        assertThat(calls(of("send_poll").with("options", "['Tuesday', 'Thursday']")))
                .containsExactly(new PlannedCall(
                        1,
                        CallKind.SEND_POLL,
                        "POST",
                        CHAT + "/polls",
                        TestCommand.quoted("{'poll':{'options':[{'text':'Tuesday'},{'text':'Thursday'}],"
                                + "'idempotency_key':'ord-1001-1'}}"),
                        Optional.of("ord-1001-1")));
    }

    @Test
    void a_reaction_is_added_by_default_and_can_be_removed() {
        String path = "/messages/" + MESSAGE + "/reactions";
        TestCommand love = of("react").with("message_id", "'" + MESSAGE + "'").with("reaction", "'love'");

        assertThat(calls(love))
                .containsExactly(
                        call(CallKind.REACT, "POST", path, "{'operation':'add','type':'love','part_index':0}"));
        assertThat(calls(love.with("operation", "'remove'").with("part_index", "2")))
                .containsExactly(
                        call(CallKind.REACT, "POST", path, "{'operation':'remove','type':'love','part_index':2}"));
    }

    @Test
    void a_custom_reaction_has_its_emoji() {
        assertThat(calls(of("react")
                        .with("message_id", "'" + MESSAGE + "'")
                        .with("reaction", "'custom'")
                        .with("custom_emoji", "'🚧'")))
                .containsExactly(call(
                        CallKind.REACT,
                        "POST",
                        "/messages/" + MESSAGE + "/reactions",
                        "{'operation':'add','type':'custom','custom_emoji':'🚧','part_index':0}"));
    }

    @Test
    void a_sticker_has_its_image_and_place() {
        TestCommand sticker = of("react")
                .with("message_id", "'" + MESSAGE + "'")
                .with("reaction", "'sticker'")
                .with("part_index", "1");

        assertThat(calls(sticker.with("attachment_id", "'a-1'").with("placement", "{'x': -1, 'rotation': 15.5}")))
                .containsExactly(call(
                        CallKind.PLACE_STICKER,
                        "POST",
                        "/messages/" + MESSAGE + "/reactions",
                        "{'operation':'add','type':'sticker','attachment_id':'a-1',"
                                + "'placement':{'x':-1,'rotation':15.5},'part_index':1}"));
    }

    @Test
    void a_message_and_an_attachment_are_deleted_at_their_addresses() {
        assertThat(calls(of("delete_message").with("message_id", "'" + MESSAGE.toUpperCase(Locale.ROOT) + "'")))
                .containsExactly(call(CallKind.DELETE_MESSAGE, "DELETE", "/messages/" + MESSAGE, ""));
        assertThat(calls(of("delete_message").with("message_of", "{'command_id': 'ord-1'}")))
                .containsExactly(referring(
                        CallKind.DELETE_MESSAGE,
                        "DELETE",
                        "/messages/{message_id}",
                        "",
                        new MessageReference.OfCommand("ord-1", 1)));
        assertThat(calls(of("delete_attachment").with("attachment_id", "'" + MESSAGE + "'")))
                .containsExactly(call(CallKind.DELETE_ATTACHMENT, "DELETE", "/attachments/" + MESSAGE, ""));
    }

    @Test
    void options_are_added_at_the_address_of_the_poll() {
        assertThat(calls(of("add_poll_options")
                        .with("message_id", "'" + MESSAGE + "'")
                        .with("options", "['Friday', 'Sunday']")))
                .containsExactly(call(
                        CallKind.ADD_POLL_OPTIONS,
                        "POST",
                        "/messages/" + MESSAGE + "/poll/options",
                        "{'options':[{'text':'Friday'},{'text':'Sunday'}]}"));
    }

    @Test
    void a_message_is_edited_at_its_own_address() {
        assertThat(calls(of("edit_message")
                        .with("message_id", "'" + MESSAGE + "'")
                        .with("text", "'See a.com'")))
                .containsExactly(call(
                        CallKind.EDIT_MESSAGE, "PATCH", "/messages/" + MESSAGE, "{'text':'See a.com','part_index':0}"));
    }

    @Test
    void a_message_is_named_by_its_command_or_event_until_the_call_is_made() {
        TestCommand love = of("react").with("reaction", "'love'");
        String body = "{'operation':'add','type':'love','part_index':0}";

        assertThat(calls(love.with("message_of", "{'command_id': 'ord-1', 'message_number': 2}")))
                .containsExactly(referring(
                        CallKind.REACT,
                        "POST",
                        "/messages/{message_id}/reactions",
                        body,
                        new MessageReference.OfCommand("ord-1", 2)));
        assertThat(calls(of("edit_message")
                        .with("message_of", "{'event_id': 'e-1'}")
                        .with("text", "'On Thursday.'")))
                .containsExactly(referring(
                        CallKind.EDIT_MESSAGE,
                        "PATCH",
                        "/messages/{message_id}",
                        "{'text':'On Thursday.','part_index':0}",
                        new MessageReference.OfEvent("e-1")));
    }

    private static PlannedCall referring(
            CallKind kind, String method, String path, String body, MessageReference reference) {
        return new PlannedCall(
                1, kind, method, path, TestCommand.quoted(body), Optional.empty(), Optional.of(reference));
    }

    @Test
    void a_background_is_set_in_the_form_of_linq() {
        assertThat(calls(of("set_background").with("background", "{'type': 'color', 'variant': 'mango'}")))
                .containsExactly(call(
                        CallKind.SET_BACKGROUND, "POST", CHAT + "/background", "{'type':'color','variant':'mango'}"));
    }

    @Test
    void a_background_is_removed_by_a_delete_without_a_body() {
        assertThat(calls(of("set_background").with("remove", "true")))
                .containsExactly(call(CallKind.SET_BACKGROUND, "DELETE", CHAT + "/background", ""));
    }

    private static TestCommand of(String type) {
        return aCommand(type, "ord-1001").with("group_ref", "'order-1001'");
    }

    private static PlannedCall call(CallKind kind, String method, String path, String body) {
        return new PlannedCall(1, kind, method, path, TestCommand.quoted(body), Optional.empty());
    }

    private static List<PlannedCall> calls(TestCommand command) {
        return new Planner(Optional.empty()).splitIntoCalls(command.enriched()).calls();
    }
}
