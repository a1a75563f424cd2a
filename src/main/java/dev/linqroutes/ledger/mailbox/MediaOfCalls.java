package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.MediaRow;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The files of waiting calls: replaces the placeholders in their bodies by the ids of attachments, or, for calls that take addresses
 * only, by the addresses that Linq gave. A mailbox whose next call has a file that is not uploaded yet is deferred; other mailboxes
 * go on.
 */
final class MediaOfCalls {
    /** Inside a text of JSON the quotes would be escaped. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\"(attachment_id|group_chat_icon|image_url)\":\"\\{media:([0-9a-f]{64})\\}\"");

    private static final String ATTACHMENT_ID = "attachment_id";
    /** How long the address of an upload is used. Linq does not say; addresses of other files expire after 45 minutes (reference 0.6, 7). */
    private static final Duration URL_LIFETIME = Duration.ofMinutes(30);

    /** A field of a call's body that stands for a file. */
    private record Placeholder(String field, String sha256) {
        boolean isAddress() {
            return !field.equals(ATTACHMENT_ID);
        }

        /** Empty if it is not known yet, or there is none. */
        Optional<String> value(MediaRow row) {
            return isAddress() ? row.downloadUrl().filter(url -> !url.isEmpty()) : row.attachmentId();
        }

        boolean isMissing(MediaRow row) {
            return (isAddress() ? row.downloadUrl() : row.attachmentId()).isEmpty();
        }
    }

    private static final Pattern GIVEN_ATTACHMENT = Pattern.compile("\"attachment_id\":\"(?!\\{media:)");

    /** Calls all of whose files can be uploaded again; mostly empty. */
    private final Set<Long> callsOfFiles;

    /** Mostly empty. */
    private final Set<Placeholder> placeholders;

    private final Map<String, MediaRow> bySha256;
    private final Instant now;

    private MediaOfCalls(
            Set<Long> callsOfFiles, Set<Placeholder> placeholders, Map<String, MediaRow> bySha256, Instant now) {
        this.callsOfFiles = callsOfFiles;
        this.placeholders = placeholders;
        this.bySha256 = bySha256;
        this.now = now;
    }

    /**
     * Reads nothing unless one of the calls has a file.
     */
    static MediaOfCalls find(Handle handle, DueCalls due, Instant now) {
        Map<String, MediaRow> found = new HashMap<>();
        Set<Long> callsOfFiles = new HashSet<>();
        Set<Placeholder> placeholders = new HashSet<>();
        due.all().forEach(call -> {
            List<Placeholder> ofCall = placeholders(call).toList();
            placeholders.addAll(ofCall);
            if (!ofCall.isEmpty()
                    && !GIVEN_ATTACHMENT.matcher(call.body().orElseThrow()).find()) {
                callsOfFiles.add(call.callId());
            }
        });
        if (!placeholders.isEmpty()) {
            handle.createQuery(Database.sql("mailbox/find-media"))
                    .bindArray(
                            "sha256s",
                            String.class,
                            placeholders.stream()
                                    .map(Placeholder::sha256)
                                    .distinct()
                                    .toList())
                    .bind("now", now)
                    .bind("oldestUrl", now.minus(URL_LIFETIME))
                    .mapTo(MediaRow.class)
                    .forEach(row -> found.put(row.sha256(), row));
        }
        return new MediaOfCalls(callsOfFiles, placeholders, found, now);
    }

    private static Stream<Placeholder> placeholders(WaitingCall call) {
        // Most calls have none.
        return call.body().filter(body -> body.contains("{media:")).stream()
                .flatMap(body -> PLACEHOLDER.matcher(body).results().map(MediaOfCalls::placeholder));
    }

    private static Placeholder placeholder(MatchResult match) {
        return new Placeholder(match.group(1), match.group(2));
    }

    /** Of the mailboxes whose next call has a file that is to be uploaded first. */
    Map<String, CallWait> findWaits(DueCalls due) {
        Map<String, CallWait> waits = new HashMap<>();
        if (!placeholders.isEmpty()) {
            due.next().forEach(call -> findWait(call).ifPresent(wait -> waits.put(call.mailbox(), wait)));
        }
        return waits;
    }

    private Optional<CallWait> findWait(WaitingCall call) {
        return findProblem(call).isPresent()
                ? Optional.empty()
                : placeholders(call)
                        .filter(placeholder -> value(placeholder).isEmpty())
                        .flatMap(placeholder -> find(placeholder).stream())
                        .min(Comparator.comparing(row -> row.wantedAt().orElse(now)))
                        .map(row -> new CallWait(
                                "the upload of the file \"" + row.file() + "\"",
                                row.wantedAt().orElse(now),
                                Optional.empty()));
    }

    /** Starts the uploads that are waited for, and puts what is uploaded into the calls. */
    void prepare(Handle handle, DueCalls due) {
        if (!placeholders.isEmpty()) {
            due.replace(this::readyCalls);
            want(handle);
        }
    }

    /** The calls up to the first one that has to wait. One that can never be made is the first, or waits to be that. */
    private List<WaitingCall> readyCalls(List<WaitingCall> waiting) {
        List<WaitingCall> ready = new ArrayList<>(waiting.size());
        for (WaitingCall call : waiting) {
            if (isReady(call)) {
                ready.add(call.body().isPresent() ? call.withBody(withFiles(call)) : call);
            } else if (ready.isEmpty() && findProblem(call).isPresent()) {
                return List.of(call.followed());
            } else {
                if (!ready.isEmpty()) {
                    ready.add(ready.remove(ready.size() - 1).followed());
                }
                return ready;
            }
        }
        return ready;
    }

    private boolean isReady(WaitingCall call) {
        return placeholders(call).allMatch(placeholder -> value(placeholder).isPresent());
    }

    private Optional<MediaRow> find(Placeholder placeholder) {
        return Optional.ofNullable(bySha256.get(placeholder.sha256()));
    }

    private Optional<String> value(Placeholder placeholder) {
        return find(placeholder).flatMap(placeholder::value);
    }

    private String withFiles(WaitingCall call) {
        return PLACEHOLDER
                .matcher(call.body().orElseThrow())
                .replaceAll(match -> Matcher.quoteReplacement("\"" + match.group(1) + "\":\""
                        + value(placeholder(match)).orElseThrow() + "\""));
    }

    /** Whether it has files, and no attachment of its producer beside them, which could be the one that Linq does not find. */
    boolean hasFilesOnly(WaitingCall call) {
        return callsOfFiles.contains(call.callId());
    }

    /** Why the call can never be made. */
    Optional<String> findProblem(WaitingCall call) {
        return placeholders(call)
                .flatMap(placeholder -> find(placeholder)
                        .map(row -> describeProblem(placeholder, row))
                        .orElse(Optional.of("its file is no longer stored; send the command again with the file"))
                        .stream())
                .findFirst();
    }

    private static Optional<String> describeProblem(Placeholder placeholder, MediaRow row) {
        return row.problem()
                .map(problem -> "file \"" + row.file() + "\" could not be uploaded: " + problem)
                .or(() -> placeholder.isMissing(row) || placeholder.value(row).isPresent()
                        ? Optional.empty()
                        : Optional.of("Linq gave no address of the file \"" + row.file()
                                + "\", and takes no other here; give a public https address instead of the file"));
    }

    private void want(Handle handle) {
        List<String> missing = placeholders.stream()
                .filter(placeholder -> find(placeholder)
                        .filter(row -> placeholder.isMissing(row)
                                && row.problem().isEmpty()
                                && row.wantedAt().isEmpty())
                        .isPresent())
                .map(Placeholder::sha256)
                .distinct()
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            handle.createUpdate(Database.sql("mailbox/want-media"))
                    .bindArray("sha256s", String.class, missing)
                    .bind("now", now)
                    .execute();
        }
    }
}
