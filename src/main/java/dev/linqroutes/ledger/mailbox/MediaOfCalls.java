package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.MediaRow;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import dev.linqroutes.ledger.model.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The files of waiting calls: replaces the placeholders in their bodies by the ids of attachments. A mailbox whose next call has a
 * file that is not uploaded yet is deferred; other mailboxes go on.
 */
final class MediaOfCalls {
    /** Inside a text of JSON the quotes would be escaped. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\"attachment_id\":\"\\{media:([0-9a-f]{64})\\}\"");

    /** Most files are uploaded within a second. */
    private static final Duration FIRST_RECHECK = Duration.ofSeconds(1);

    private static final Duration MAX_RECHECK = Duration.ofSeconds(15);

    private static final Pattern ATTACHMENT = Pattern.compile("\"attachment_id\":\"([A-Za-z0-9_-]+)\"");

    /** Of an attachment that Linq does not have, or no longer. */
    private static final int ATTACHMENT_NOT_FOUND = 2003;

    /** Calls with files; mostly empty. */
    private final Set<Long> callsWithFiles;

    private final Map<String, MediaRow> bySha256;
    private final Instant now;

    private MediaOfCalls(Set<Long> callsWithFiles, Map<String, MediaRow> bySha256, Instant now) {
        this.callsWithFiles = callsWithFiles;
        this.bySha256 = bySha256;
        this.now = now;
    }

    /**
     * Reads nothing unless one of the calls has a file.
     *
     * @param calls by mailbox
     */
    static MediaOfCalls find(Handle handle, Map<String, List<WaitingCall>> calls, Instant now) {
        Map<String, MediaRow> found = new HashMap<>();
        Set<Long> callsWithFiles = new HashSet<>();
        Set<String> wanted = new TreeSet<>();
        for (List<WaitingCall> waiting : calls.values()) {
            for (WaitingCall call : waiting) {
                List<String> sha256s = sha256s(call).toList();
                if (!sha256s.isEmpty()) {
                    callsWithFiles.add(call.callId());
                    wanted.addAll(sha256s);
                }
            }
        }
        if (!wanted.isEmpty()) {
            handle.createQuery(Database.sql("mailbox/find-media"))
                    .bindArray("sha256s", String.class, wanted)
                    .bind("now", now)
                    .mapTo(MediaRow.class)
                    .forEach(row -> found.put(row.sha256(), row));
        }
        return new MediaOfCalls(callsWithFiles, found, now);
    }

    private static Stream<String> sha256s(WaitingCall call) {
        // Most calls have none.
        return call.body().filter(body -> body.contains("{media:")).stream()
                .flatMap(body -> PLACEHOLDER.matcher(body).results().map(match -> match.group(1)));
    }

    /**
     * Defers mailboxes whose next call has a file to be uploaded first, and starts these uploads.
     *
     * @param calls by mailbox. Deferred mailboxes are removed from it; of the others, those calls that cannot be made yet
     * @return the mailboxes that are not deferred
     */
    List<DueMailbox> deferPending(Handle handle, List<DueMailbox> due, Map<String, List<WaitingCall>> calls) {
        if (callsWithFiles.isEmpty()) {
            return due;
        }
        Map<Instant, List<String>> deferred = new TreeMap<>();
        calls.replaceAll((mailbox, waiting) -> {
            List<WaitingCall> ready = readyCalls(waiting);
            if (ready.isEmpty()) {
                deferred.computeIfAbsent(now.plus(recheckDelay(waiting.get(0))), any -> new ArrayList<>())
                        .add(mailbox);
            }
            return ready;
        });
        deferred.forEach((until, mailboxes) -> {
            calls.keySet().removeAll(mailboxes);
            LeasedMailboxes.defer(handle, mailboxes, until);
        });
        want(handle);
        Set<String> pending = deferred.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        return due.stream().filter(each -> !pending.contains(each.mailbox())).toList();
    }

    /** The calls up to the first one that has to wait. One that can never be made is the first, or waits to be that. */
    private List<WaitingCall> readyCalls(List<WaitingCall> waiting) {
        List<WaitingCall> ready = new ArrayList<>(waiting.size());
        for (WaitingCall call : waiting) {
            if (isReady(call)) {
                ready.add(call.body().isPresent() ? call.withBody(withAttachments(call)) : call);
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
        return sha256s(call)
                .allMatch(sha256 -> find(sha256).flatMap(MediaRow::attachmentId).isPresent());
    }

    private Optional<MediaRow> find(String sha256) {
        return Optional.ofNullable(bySha256.get(sha256));
    }

    private String withAttachments(WaitingCall call) {
        return PLACEHOLDER
                .matcher(call.body().orElseThrow())
                .replaceAll(match -> Matcher.quoteReplacement("\"attachment_id\":\""
                        + find(match.group(1)).flatMap(MediaRow::attachmentId).orElseThrow() + "\""));
    }

    boolean hasFiles(WaitingCall call) {
        return callsWithFiles.contains(call.callId());
    }

    /** Attachments of a call that Linq has not found although they were uploaded. Before its next attempt they are uploaded again. */
    static List<String> findLost(Call call, Fault fault) {
        return call.hasLocalFiles() && fault.code().equals(Optional.of(ATTACHMENT_NOT_FOUND))
                ? ATTACHMENT
                        .matcher(call.body())
                        .results()
                        .map(match -> match.group(1))
                        .toList()
                : List.of();
    }

    /** Why the call can never be made. */
    Optional<String> findProblem(WaitingCall call) {
        return sha256s(call)
                .flatMap(sha256 -> find(sha256)
                        .map(row -> row.problem()
                                .map(problem -> "file \"" + row.file() + "\" could not be uploaded: " + problem))
                        .orElse(Optional.of("its file is no longer stored; send the command again with the file"))
                        .stream())
                .findFirst();
    }

    /** The longer an upload takes, the less often it is looked for. */
    private Duration recheckDelay(WaitingCall call) {
        Duration waited = sha256s(call)
                .flatMap(sha256 -> find(sha256).flatMap(MediaRow::wantedAt).stream())
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, now).dividedBy(2))
                .orElse(Duration.ZERO);
        Duration atLeast = waited.compareTo(FIRST_RECHECK) < 0 ? FIRST_RECHECK : waited;
        return atLeast.compareTo(MAX_RECHECK) > 0 ? MAX_RECHECK : atLeast;
    }

    private void want(Handle handle) {
        List<String> missing = bySha256.values().stream()
                .filter(row -> row.attachmentId().isEmpty()
                        && row.problem().isEmpty()
                        && row.wantedAt().isEmpty())
                .map(MediaRow::sha256)
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
