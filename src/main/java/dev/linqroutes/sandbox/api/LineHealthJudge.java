package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Assumption;
import dev.linqroutes.sandbox.account.Conversation;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.events.ChatEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges lines by their new conversations in the last 24 hours, where that is assumed. Linq advises fewer than 50, and counts a person
 * who is added to a group (reference 1.4); when it flags a line is not known: here from twice as many on. What was
 * flagged by hand stays so until the next judgement.
 */
public final class LineHealthJudge {
    static final int AT_RISK = 50;
    static final int FLAGGED = 2 * AT_RISK;
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Account account;
    private final Timeline timeline;
    private final ChatEvents events;
    private final boolean judges;

    /** Times of the newest contacts of a line, as many as flag it at most. */
    private final Map<String, Deque<Instant>> contacts = new HashMap<>();

    /** Lines that are judged again when their oldest contact is a day old. */
    private final Set<String> awaited = new HashSet<>();

    public LineHealthJudge(Account account, Timeline timeline, ChatEvents events, SandboxOptions options) {
        this.account = account;
        this.timeline = timeline;
        this.events = events;
        this.judges = options.assumes(Assumption.LINE_HEALTH_FOLLOWS_NEW_CONVERSATIONS);
    }

    /**
     * Goes on with the chats of the journal, except those of lines that are no longer the account's. It does not say who added people,
     * so those do not count any more.
     */
    void resume() {
        if (judges) {
            account.chats().all().stream()
                    .filter(LineHealthJudge::isStartedByTheLine)
                    .map(Conversation::chat)
                    .filter(chat -> account.line(chat.line().handle()).isPresent())
                    .forEach(chat -> remember(chat.line().handle(), chat.createdAt()));
            contacts.forEach(this::judge);
        }
    }

    private static boolean isStartedByTheLine(Conversation conversation) {
        List<SandboxMessage> messages = conversation.messages();
        return !messages.isEmpty() && messages.get(0).fromMe();
    }

    /** The line has started a chat, or added a person to a group. */
    void contacted(String line, Instant at) {
        if (judges) {
            judge(line, remember(line, at));
        }
    }

    private Deque<Instant> remember(String line, Instant at) {
        Deque<Instant> times = contacts.computeIfAbsent(line, number -> new ArrayDeque<>());
        times.add(at);
        if (times.size() > FLAGGED) {
            times.remove();
        }
        return times;
    }

    private void judge(String number, Deque<Instant> times) {
        Instant now = timeline.now();
        while (!times.isEmpty() && !times.peek().plus(WINDOW).isAfter(now)) {
            times.remove();
        }
        Line before = account.line(number).orElseThrow();
        Line after = judged(before, times.size());
        if (!after.equals(before)) {
            account.commit(new AccountChange.LineSaved(after));
            events.lineStatusUpdated(before, after, now);
        }
        if (times.size() >= AT_RISK && awaited.add(number)) {
            timeline.at(times.peek().plus(WINDOW), () -> {
                awaited.remove(number);
                judge(number, times);
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
