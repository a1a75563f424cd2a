package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.LineContacts;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.events.ChatEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges lines by their new conversations in the last 24 hours, where that is assumed. Linq advises fewer than 50, and counts a person
 * who is added to a group (reference 1.4); when it flags a line is not known: here from 100 on. What was
 * flagged by hand stays so until the next judgement.
 */
public final class LineHealthJudge {
    static final int AT_RISK = 50;
    static final int FLAGGED = LineContacts.MOST;
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Account account;
    private final Timeline timeline;
    private final ChatEvents events;
    private final boolean judges;

    /** Lines that are judged again when their oldest contact is a day old. */
    private final Set<String> awaited = new HashSet<>();

    public LineHealthJudge(Account account, Timeline timeline, ChatEvents events, SandboxOptions options) {
        this.account = account;
        this.timeline = timeline;
        this.events = events;
        this.judges = options.assumes(Assumption.LINE_HEALTH_FOLLOWS_NEW_CONVERSATIONS);
    }

    /** Goes on with the contacts of the journal. */
    void resume() {
        if (judges) {
            account.contacts().lines().forEach(this::judge);
        }
    }

    /** The line has started a chat, or added a person to a group. */
    void contacted(String line, Instant at) {
        account.commit(new AccountChange.ContactMade(line, at));
        if (judges) {
            judge(line);
        }
    }

    private void judge(String number) {
        // A group of the journal may be of a line that is no longer the account's.
        account.line(number).ifPresent(this::judge);
    }

    private void judge(Line before) {
        String number = before.number();
        Instant now = timeline.now();
        List<Instant> recent = account.contacts().of(number).stream()
                .filter(at -> at.plus(WINDOW).isAfter(now))
                .toList();
        Line after = judged(before, recent.size());
        if (!after.equals(before)) {
            account.commit(new AccountChange.LineSaved(after));
            events.lineStatusUpdated(before, after, now);
        }
        if (recent.size() >= AT_RISK && awaited.add(number)) {
            timeline.at(recent.get(0).plus(WINDOW), () -> {
                awaited.remove(number);
                judge(number);
                account.flush();
            });
        }
    }

    private static Line judged(Line line, int contacts) {
        if (contacts >= FLAGGED) {
            return line.withFlagged(true);
        }
        Line active = line.withFlagged(false);
        return contacts >= AT_RISK ? active.atRisk() : active;
    }
}
