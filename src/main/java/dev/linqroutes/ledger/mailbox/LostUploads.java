package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Uploads of local files that Linq does not find, or no longer: they are uploaded again before the next attempt of the call. */
public final class LostUploads {
    private static final Pattern ID_OR_ADDRESS =
            Pattern.compile("\"(?:attachment_id|group_chat_icon|image_url)\":\"([^\"]+)\"");

    private static final int ATTACHMENT_NOT_FOUND = 2003;

    /** Linq could not download what is at an address (reference 1.5). */
    private static final Set<Integer> ADDRESS_NOT_FOUND = Set.of(5002, 5007);

    /** These take addresses only (reference 2.5, 2.12). */
    private static final Set<CallKind> WITH_ADDRESS = Set.of(CallKind.UPDATE_CHAT, CallKind.SET_BACKGROUND);

    /** A younger upload may still be in preparation; uploading it again would not end that. */
    private static final Duration PREPARATION = Duration.ofMinutes(1);

    private LostUploads() {}

    /** @param code Linq's answer to the call */
    public static boolean isLost(Call call, Optional<Integer> code) {
        return call.hasLocalFiles()
                && code.filter(each -> each == ATTACHMENT_NOT_FOUND
                                || WITH_ADDRESS.contains(call.kind()) && ADDRESS_NOT_FOUND.contains(each))
                        .isPresent();
    }

    /**
     * Ids of attachments, or addresses; none if the answer does not mean that they are lost. Attachments are uploaded again once for a
     * call: if Linq does not find the new ones either, more uploads do not help.
     */
    static List<String> find(Call call, Optional<Integer> code) {
        boolean isRepeated = code.equals(Optional.of(ATTACHMENT_NOT_FOUND))
                && call.notReadySince().isPresent();
        return isLost(call, code) && !isRepeated
                ? ID_OR_ADDRESS
                        .matcher(call.body())
                        .results()
                        .map(match -> match.group(1))
                        .toList()
                : List.of();
    }

    /** Uploads from before are not in preparation any more. */
    static Instant preparedBefore(Instant now) {
        return now.minus(PREPARATION);
    }
}
