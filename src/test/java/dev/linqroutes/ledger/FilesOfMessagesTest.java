package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.CallResult.Failed;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.media.MediaStore;
import dev.linqroutes.ledger.media.MediaUploads;
import dev.linqroutes.ledger.media.StoredMedia;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.Backlog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/** The bytes of a file are in the ledger before its command is, and are uploaded once for all messages that have it. */
class FilesOfMessagesTest extends WithRetention {
    private static final Duration REUSE = MEDIA_RETENTION;
    private static final Duration RECHECK = Duration.ofSeconds(1);

    /** Some parts, the last of which is not full. */
    private static final int LARGE = 1_300_000;

    private final Map<String, byte[]> folder = new HashMap<>();
    private MediaStore store;
    private MediaUploads uploads;
    private int opened;

    @BeforeEach
    void openStore() {
        store = new MediaStore(ledger.database, clock, file -> {
            opened++;
            return new ByteArrayInputStream(
                    Optional.ofNullable(folder.get(file.name())).orElseThrow(() -> new IOException("does not exist")));
        });
        uploads = new MediaUploads(ledger.database, clock, REUSE);
    }

    private MediaFile aFile(String name, int seed, int size) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        folder.put(name, content);
        return new MediaFile(name, sha256(content), "image/png", size);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PlannedCommand picture(String commandId, String groupRef, MediaFile file) {
        return aCommand(commandId).toGroup(groupRef).withFile(file);
    }

    /** As the routes do it. */
    private List<IntakeDecision> accept(PlannedCommand... commands) {
        List<IntakeDecision> decisions = store.store(List.of(commands));
        ledger.acceptance.accept(decisions);
        return decisions;
    }

    private void aGroup(String... groupRefs) throws Exception {
        for (String groupRef : groupRefs) {
            ledger.accept(create("create " + groupRef, groupRef, 1));
        }
        for (Mailbox mailbox : ledger.claim()) {
            ledger.work(mailbox);
        }
    }

    /** As an instance does it that has claimed the upload. */
    private void upload(String attachmentId) {
        uploads.recordUploaded(
                uploads.claimDue().orElseThrow(), attachmentId, Optional.of("https://x.example/" + attachmentId));
    }

    /** A call that takes the address of its file. */
    private static PlannedCommand icon(String commandId, String groupRef, MediaFile file) {
        return aCommand(commandId)
                .toGroup(groupRef)
                .withFile(
                        file,
                        new PlannedCall(
                                1,
                                CallKind.UPDATE_CHAT,
                                "PUT",
                                "/chats/{chat_id}",
                                "{\"group_chat_icon\":\"" + file.placeholder() + "\"}",
                                Optional.empty()));
    }

    @OnEachDatabase
    void a_message_waits_for_the_upload_of_its_file_and_then_has_the_attachment() throws Exception {
        aGroup("a");
        MediaFile flyer = aFile("spring/flyer.png", 1, LARGE);
        accept(picture("c1", "a", flyer));

        assertThat(uploads.claimDue()).as("before a call waits for it").isEmpty();
        assertThat(ledger.claim()).isEmpty();
        StoredMedia claimed = uploads.claimDue().orElseThrow();
        assertThat(claimed.file()).isEqualTo("flyer.png");
        assertThat(uploads.open(claimed).readAllBytes()).isEqualTo(folder.get("spring/flyer.png"));
        clock.advance(RECHECK);
        assertThat(ledger.claim()).as("still being uploaded").isEmpty();
        assertThat(ledger.nextWaitsFor("ref:a")).contains("the upload of the file \"flyer.png\"");
        uploads.recordUploaded(claimed, "attachment-1", Optional.empty());
        assertThat(ledger.nextWaitsFor("ref:a")).isEmpty();
        clock.advance(RECHECK);

        Mailbox mailbox = ledger.onlyMailbox();
        assertThat(mailbox.problem()).isEmpty();
        assertThat(mailbox.nextCall().body())
                .isEqualTo("{\"message\":{\"parts\":[{\"type\":\"media\",\"attachment_id\":\"attachment-1\"}]}}");
    }

    @OnEachDatabase
    void the_backlog_counts_uploads_from_the_first_call_that_waits_until_the_last_attempt() throws Exception {
        aGroup("a", "b");
        accept(picture("c1", "a", aFile("a.png", 1, 10)));
        assertThat(backlog().uploads()).as("no call waits yet").isZero();
        ledger.claim();
        clock.advance(Duration.ofSeconds(7));
        accept(picture("c2", "b", aFile("b.png", 2, 10)));
        ledger.claim();
        StoredMedia oldest = uploads.claimDue().orElseThrow();

        assertThat(backlog().uploads()).as("one of them is being uploaded").isEqualTo(2);
        assertThat(backlog().oldestUploadAgeSeconds()).isEqualTo(7.0);
        uploads.recordRetry(oldest, Duration.ofMinutes(1), Optional.empty(), Optional.empty());
        assertThat(backlog().oldestUploadAgeSeconds()).isEqualTo(7.0);
        uploads.recordFailed(oldest, "too large");
        assertThat(backlog().uploads()).isEqualTo(1);
        assertThat(backlog().oldestUploadAgeSeconds()).isZero();
    }

    private Backlog.Snapshot backlog() {
        return new Backlog(ledger.database, clock).snapshot().orElseThrow();
    }

    @OnEachDatabase
    void other_groups_go_on_and_the_group_keeps_its_order() throws Exception {
        aGroup("a", "b");
        accept(send("a1", "a"), picture("a2", "a", aFile("a.png", 1, 10)), send("a3", "a"), send("b1", "b"));

        assertThat(ledger.workAll()).containsExactlyInAnyOrder("a1 call 1", "b1 call 1");
        assertThat(ledger.workAll()).isEmpty();
        upload("attachment-1");
        clock.advance(RECHECK);

        assertThat(ledger.workAll()).containsExactly("a2 call 1", "a3 call 1");
    }

    @OnEachDatabase
    void a_file_of_many_messages_is_stored_and_uploaded_once_from_any_folder() throws Exception {
        aGroup("a", "b", "c");
        accept(picture("c1", "a", aFile("a.png", 1, LARGE)), picture("c2", "b", aFile("copies/a.png", 1, LARGE)));
        accept(picture("c3", "c", aFile("a.png", 1, LARGE)));
        assertThat(opened).isEqualTo(1);
        assertThat(count("media_part")).isEqualTo(3);
        ledger.claim();
        upload("attachment-1");
        assertThat(uploads.claimDue()).isEmpty();
        clock.advance(RECHECK);

        assertThat(ledger.workAll()).hasSize(3);
    }

    @OnEachDatabase
    void nobody_gets_a_file_under_the_name_or_type_of_another_with_the_same_content() throws Exception {
        aGroup("a", "b", "c");
        MediaFile smith = aFile("contract-smith.pdf", 1, 10);
        MediaFile jones = aFile("contract-jones.pdf", 1, 10);
        MediaFile text = new MediaFile(smith.name(), smith.sha256(), "text/plain", smith.size());
        accept(picture("c1", "a", smith), picture("c2", "b", jones), picture("c3", "c", text));
        ledger.claim();
        for (int i = 1; i <= 3; i++) {
            StoredMedia media = uploads.claimDue().orElseThrow();
            assertThat(uploads.open(media).readAllBytes()).isEqualTo(folder.get(smith.name()));
            uploads.recordUploaded(media, media.contentType().substring(0, 4) + "-" + media.file(), Optional.empty());
            uploads.end(media);
        }
        clock.advance(RECHECK);

        assertThat(ledger.claim())
                .extracting(mailbox -> mailbox.nextCall().commandId()
                        + mailbox.nextCall().body().replaceAll(".*\"attachment_id\":\"([^\"]*)\".*", " $1"))
                .containsExactlyInAnyOrder(
                        "c1 imag-contract-smith.pdf", "c2 imag-contract-jones.pdf", "c3 text-contract-smith.pdf");
    }

    @OnEachDatabase
    void a_file_that_an_earlier_version_stored_with_a_sheet_is_needed_no_more() {
        MediaFile file = aFile("a.png", 1, LARGE);
        store.store(List.of(picture("c1", "a", file)));
        inTransaction(handle -> handle.createUpdate("UPDATE media SET sha256 = :sha256")
                .bind("sha256", file.sha256())
                .execute());
        folder.clear();

        assertThat(store.store(List.of(picture("c2", "a", file)))).hasExactlyElementsOfTypes(PlannedCommand.class);
        assertThat(count("media")).isEqualTo(2);
        assertThat(count("media_part")).isEqualTo(6);
    }

    @OnEachDatabase
    void an_attachment_is_used_for_as_long_as_linq_keeps_it_and_then_uploaded_again() throws Exception {
        aGroup("a");
        MediaFile file = aFile("a.png", 1, 10);
        accept(picture("c1", "a", file));
        ledger.claim();
        upload("attachment-1");
        clock.advance(REUSE.minusSeconds(1));
        assertThat(ledger.workAll()).containsExactly("c1 call 1");
        clock.advance(RECHECK);
        accept(picture("c2", "a", file));
        assertThat(ledger.claim()).isEmpty();
        upload("attachment-2");
        clock.advance(RECHECK);

        assertThat(ledger.onlyMailbox().nextCall().body()).contains("\"attachment-2\"");
    }

    @OnEachDatabase
    void a_file_that_linq_has_lost_is_uploaded_again_once_for_all_messages() throws Exception {
        aGroup("a", "b");
        MediaFile file = aFile("a.png", 1, 10);
        accept(picture("c1", "a", file), picture("c2", "b", file));
        ledger.claim();
        upload("attachment-1");
        clock.advance(RECHECK);
        Fault lost = new Fault(Optional.of(404), Optional.of(2003), "not found", Optional.empty(), Optional.empty());
        for (Mailbox mailbox : ledger.claim()) {
            ledger.record(mailbox, new Retry(RECHECK, Reason.NOT_READY, lost));
        }
        clock.advance(RECHECK);
        assertThat(ledger.claim()).isEmpty();
        upload("attachment-2");
        clock.advance(RECHECK);

        List<Mailbox> again = ledger.claim();
        assertThat(again)
                .hasSize(2)
                .allMatch(mailbox -> mailbox.nextCall().body().contains("\"attachment-2\""));
        for (Mailbox mailbox : again) {
            ledger.work(mailbox);
        }
    }

    @OnEachDatabase
    void an_icon_has_the_address_of_its_file_which_is_used_for_half_an_hour() throws Exception {
        aGroup("a");
        MediaFile file = aFile("a.png", 1, 10);
        accept(icon("c1", "a", file));
        assertThat(ledger.claim()).isEmpty();
        upload("attachment-1");
        clock.advance(RECHECK);
        Mailbox mailbox = ledger.onlyMailbox();
        assertThat(mailbox.nextCall().body()).isEqualTo("{\"group_chat_icon\":\"https://x.example/attachment-1\"}");
        ledger.work(mailbox);

        clock.advance(Duration.ofMinutes(30));
        accept(picture("c2", "a", file));
        assertThat(ledger.workAll()).as("the attachment is used longer").containsExactly("c2 call 1");
        accept(icon("c3", "a", file));
        assertThat(ledger.claim()).isEmpty();
        upload("attachment-2");
        clock.advance(RECHECK);

        assertThat(ledger.onlyMailbox().nextCall().body()).contains("\"https://x.example/attachment-2\"");
    }

    @OnEachDatabase
    void an_icon_that_linq_cannot_download_is_uploaded_again_unless_it_is_still_prepared() throws Exception {
        aGroup("a");
        accept(icon("c1", "a", aFile("a.png", 1, 10)));
        ledger.claim();
        upload("attachment-1");
        clock.advance(RECHECK);
        Fault notThere = new Fault(Optional.of(400), Optional.of(5007), "no image", Optional.empty(), Optional.empty());
        ledger.record(ledger.onlyMailbox(), new Retry(RECHECK, Reason.NOT_READY, notThere));
        clock.advance(Duration.ofMinutes(1));
        assertThat(uploads.claimDue()).isEmpty();
        ledger.record(ledger.onlyMailbox(), new Retry(RECHECK, Reason.NOT_READY, notThere));
        clock.advance(RECHECK);
        assertThat(ledger.claim()).isEmpty();
        upload("attachment-2");
        clock.advance(RECHECK);

        assertThat(ledger.onlyMailbox().nextCall().body()).contains("\"https://x.example/attachment-2\"");
    }

    @OnEachDatabase
    void an_icon_fails_if_linq_gives_no_address_of_its_file() throws Exception {
        aGroup("a");
        accept(icon("c1", "a", aFile("a.png", 1, 10)));
        ledger.claim();
        uploads.recordUploaded(uploads.claimDue().orElseThrow(), "attachment-1", Optional.empty());
        clock.advance(RECHECK);

        assertThat(ledger.onlyMailbox().problem())
                .contains(
                        "Linq gave no address of the file \"a.png\", and takes no other here; give a public https address"
                                + " instead of the file");
        assertThat(uploads.claimDue()).isEmpty();
    }

    @OnEachDatabase
    void a_file_that_linq_does_not_find_again_and_again_is_uploaded_again_once() throws Exception {
        aGroup("a");
        accept(picture("c1", "a", aFile("a.png", 1, 10)));
        ledger.claim();
        upload("attachment-1");
        clock.advance(RECHECK);
        Fault lost = new Fault(Optional.of(404), Optional.of(2003), "not found", Optional.empty(), Optional.empty());
        ledger.record(ledger.onlyMailbox(), new Retry(RECHECK, Reason.NOT_READY, lost));
        clock.advance(RECHECK);
        assertThat(ledger.claim()).isEmpty();
        upload("attachment-2");
        clock.advance(RECHECK);
        ledger.record(ledger.onlyMailbox(), new Retry(RECHECK, Reason.NOT_READY, lost));
        clock.advance(RECHECK);

        assertThat(ledger.onlyMailbox().nextCall().body()).contains("\"attachment-2\"");
        assertThat(uploads.claimDue()).isEmpty();
    }

    @OnEachDatabase
    void an_attachment_of_the_producer_that_linq_does_not_find_uploads_no_file_again() throws Exception {
        aGroup("a");
        MediaFile file = aFile("a.png", 1, 10);
        PlannedCommand both = aCommand("c1")
                .toGroup("a")
                .withFile(
                        file,
                        new PlannedCall(
                                1,
                                CallKind.SEND_MESSAGE,
                                "POST",
                                "/chats/{chat_id}/messages",
                                "{\"parts\":[{\"attachment_id\":\"" + file.placeholder()
                                        + "\"},{\"attachment_id\":\"wrong\"}]}",
                                Optional.of("c1-1")));
        accept(both);
        ledger.claim();
        upload("attachment-1");
        clock.advance(RECHECK);

        Mailbox mailbox = ledger.onlyMailbox();
        assertThat(mailbox.nextCall().body()).contains("\"attachment-1\"").contains("\"wrong\"");
        assertThat(mailbox.nextCall().hasLocalFiles())
                .as("may be uploaded again")
                .isFalse();
    }

    @OnEachDatabase
    void messages_fail_with_the_reason_of_an_upload_that_failed_for_good_and_others_follow() throws Exception {
        aGroup("a");
        MediaFile file = aFile("a.png", 1, 10);
        accept(picture("c1", "a", file), picture("c2", "a", file), send("c3", "a"));
        ledger.claim();
        uploads.recordFailed(uploads.claimDue().orElseThrow(), "files of this type are not supported");
        clock.advance(RECHECK);

        for (int i = 0; i < 2; i++) {
            Mailbox mailbox = ledger.onlyMailbox();
            assertThat(mailbox.problem())
                    .contains("file \"a.png\" could not be uploaded: files of this type are not supported");
            ledger.record(mailbox, new Failed(TestAnswers.fault(400)));
            assertThat(mailbox.problem()).isEmpty();
            assertThat(mailbox.hasNextCall(clock.instant())).isFalse();
            ledger.giveBack(mailbox);
        }
        assertThat(ledger.workAll()).containsExactly("c3 call 1");

        accept(picture("c4", "a", file));
        assertThat(ledger.claim()).as("tried again for a new command").isEmpty();
        assertThat(uploads.claimDue()).isPresent();
    }

    @OnEachDatabase
    void a_replayed_message_has_its_file_uploaded_again() throws Exception {
        aGroup("a");
        accept(picture("c1", "a", aFile("a.png", 1, 10)));
        ledger.claim();
        uploads.recordFailed(uploads.claimDue().orElseThrow(), "too large");
        clock.advance(RECHECK);
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Failed(TestAnswers.fault(400)));
        ledger.giveBack(mailbox);

        assertThat(ledger.failedCommands.replay("c1")).isEmpty();
        assertThat(ledger.claim()).isEmpty();
        upload("attachment-1");
        clock.advance(RECHECK);

        assertThat(ledger.workAll()).containsExactly("c1 call 1");
    }

    @OnEachDatabase
    void an_upload_is_taken_over_soon_after_its_process_has_died() throws Exception {
        aGroup("a");
        accept(picture("c1", "a", aFile("a.png", 1, 10)));
        ledger.claim();
        StoredMedia claimed = uploads.claimDue().orElseThrow();
        MediaUploads elsewhere = new MediaUploads(ledger.database, clock, REUSE);
        assertThat(elsewhere.claimDue()).isEmpty();

        clock.advance(Duration.ofSeconds(31));

        assertThat(elsewhere.claimDue()).contains(claimed);
    }

    @OnEachDatabase
    void an_upload_that_takes_long_is_not_taken_over_until_it_is_stuck() throws Exception {
        aGroup("a");
        accept(picture("c1", "a", aFile("a.png", 1, 10)));
        ledger.claim();
        StoredMedia claimed = uploads.claimDue().orElseThrow();
        MediaUploads elsewhere = new MediaUploads(ledger.database, clock, REUSE);
        for (Instant end = clock.instant().plus(claimed.maxUploadTime());
                clock.instant().isBefore(end);
                clock.advance(Duration.ofSeconds(20))) {
            uploads.renewLeases();
            assertThat(elsewhere.claimDue()).isEmpty();
        }
        clock.advance(Duration.ofMinutes(2));
        uploads.renewLeases();

        assertThat(elsewhere.claimDue()).contains(claimed);
    }

    @OnEachDatabase
    void a_lease_that_is_lost_or_ended_is_not_renewed() throws Exception {
        aGroup("a");
        accept(picture("c1", "a", aFile("a.png", 1, 10)));
        ledger.claim();
        StoredMedia claimed = uploads.claimDue().orElseThrow();
        clock.advance(Duration.ofSeconds(10));
        uploads.recordRetry(claimed, Duration.ofSeconds(1), Optional.of(clock.instant()), Optional.empty());
        uploads.renewLeases();
        clock.advance(Duration.ofSeconds(1));

        MediaUploads elsewhere = new MediaUploads(ledger.database, clock, REUSE);
        StoredMedia again = elsewhere.claimDue().orElseThrow();
        elsewhere.end(again);
        clock.advance(Duration.ofSeconds(29));
        elsewhere.renewLeases();
        clock.advance(Duration.ofSeconds(2));

        assertThat(uploads.claimDue()).contains(again);
    }

    @OnEachDatabase
    void files_that_failed_hold_up_no_other_file() throws Exception {
        aGroup("a", "b", "c", "d");
        accept(
                picture("c1", "a", aFile("a.png", 1, 10)),
                picture("c2", "b", aFile("b.png", 2, 10)),
                picture("c3", "c", aFile("c.png", 3, 10)));
        ledger.claim();
        for (int i = 0; i < 3; i++) {
            StoredMedia failed = uploads.claimDue().orElseThrow();
            uploads.recordRetry(failed, Duration.ofSeconds(1), Optional.of(clock.instant()), Optional.empty());
            uploads.end(failed);
        }
        clock.advance(Duration.ofSeconds(5));
        accept(picture("c4", "d", aFile("d.png", 4, 10)));
        ledger.claim();

        assertThat(uploads.claimDue().orElseThrow().file()).isEqualTo("d.png");
        assertThat(uploads.claimDue()).isPresent();
        assertThat(uploads.claimDue()).isPresent();
        assertThat(uploads.claimDue())
                .as("the rest is for files that have not failed")
                .isEmpty();
    }

    @OnEachDatabase
    void a_file_that_changed_or_vanished_since_it_was_checked_refuses_its_command_only() {
        MediaFile changed = aFile("changed.png", 1, 10);
        MediaFile missing = aFile("missing.png", 2, 10);
        MediaFile good = aFile("good.png", 3, 10);
        folder.put("changed.png", new byte[] {1});
        folder.remove("missing.png");

        List<IntakeDecision> decisions = accept(
                picture("c1", "a", changed), picture("c2", "a", missing), picture("c3", "a", good), send("c4", "a"));

        assertThat(((CommandRefusal) decisions.get(0)).problems().get(0).message())
                .isEqualTo(
                        "file \"changed.png\" changed while it was read; send the command again when the file is complete");
        assertThat(((CommandRefusal) decisions.get(1)).problems().get(0).message())
                .isEqualTo("file \"missing.png\" does not exist");
        assertThat(decisions.subList(2, 4)).allMatch(PlannedCommand.class::isInstance);
        assertThat(count("media")).isEqualTo(1);
        assertThat(count("media_part")).isEqualTo(1);
    }

    @OnEachDatabase
    void a_file_that_grows_without_end_is_read_no_further_than_it_was_checked() {
        MediaFile file = aFile("growing.png", 1, 10);
        InputStream endless = new InputStream() {
            private int count;

            @Override
            public int read() {
                assertThat(++count).isLessThanOrEqualTo(11);
                return 1;
            }
        };

        List<IntakeDecision> decisions = new MediaStore(ledger.database, clock, any -> endless)
                .store(List.of(picture("c1", "a", file), send("c2", "a")));

        assertThat(((CommandRefusal) decisions.get(0)).problems().get(0).message())
                .contains("changed while it was read");
        assertThat(decisions.get(1)).isInstanceOf(PlannedCommand.class);
        assertThat(count("media_part")).isZero();
    }

    @OnEachDatabase
    void a_file_that_cannot_be_stored_refuses_its_command_only() {
        String tooLong = "c".repeat(600);

        List<IntakeDecision> decisions = store.store(List.of(
                picture("c1", "a", aFile("a.png", 1, 10)),
                picture(tooLong, "a", aFile("b.png", 2, 10)),
                send("c3", "a"),
                picture("c4", "a", aFile("d.png", 4, 10))));

        assertThat(decisions)
                .hasExactlyElementsOfTypes(
                        PlannedCommand.class, CommandRefusal.class, PlannedCommand.class, PlannedCommand.class);
        assertThat(((CommandRefusal) decisions.get(1)).problems().get(0).message())
                .startsWith("the ledger's database rejects its files: ");
        assertThat(count("media")).isEqualTo(2);
    }

    @OnEachDatabase
    void a_file_is_kept_while_a_command_needs_it_and_deleted_afterwards() throws Exception {
        aGroup("a");
        accept(picture("c1", "a", aFile("a.png", 1, LARGE)));
        clock.advance(REUSE.multipliedBy(3));
        deleteAll();
        assertThat(count("media_part")).as("c1 is waiting").isEqualTo(3);

        ledger.claim();
        upload("attachment-1");
        clock.advance(RECHECK);
        workAndConfirm();
        deleteAll();

        assertThat(count("media")).isZero();
        assertThat(count("media_part")).isZero();
        assertThat(count("media_use")).isZero();
    }

    @OnEachDatabase
    void a_file_whose_command_was_not_accepted_is_deleted() throws Exception {
        store.store(List.of(picture("c1", "a", aFile("a.png", 1, 10))));
        clock.advance(REUSE.minusSeconds(1));
        deleteAll();
        assertThat(count("media")).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));
        deleteAll();

        assertThat(count("media")).isZero();
        assertThat(count("media_use")).isZero();
    }

    @OnEachDatabase
    void what_is_left_of_a_file_that_was_not_stored_completely_is_deleted() throws Exception {
        inTransaction(handle -> handle.createUpdate(
                        "INSERT INTO media_part (content_id, part_no, content, stored_at) VALUES ('x', 1, :content, :now)")
                .bind("content", new byte[] {1})
                .bind("now", clock.instant())
                .execute());
        deleteAll();
        assertThat(count("media_part")).isEqualTo(1);

        clock.advance(Duration.ofMinutes(61));
        deleteAll();

        assertThat(count("media_part")).isZero();
    }
}
