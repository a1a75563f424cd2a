package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.erase.ErasureReport.Effect;
import dev.linqroutes.ledger.poll.PollMasker;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Removes the person from the states of polls, and publishes these without them. */
final class PollEraser implements ErasureStep {
    private static final int PAGE_SIZE = 100;

    private final PollMasker polls;
    private final Clock clock;

    PollEraser(PollMasker polls, Clock clock) {
        this.polls = polls;
        this.clock = clock;
    }

    @Override
    public Page erasePage(Handle handle, Optional<Object> after, boolean write) {
        PollMasker.Page page = polls.findNext(handle, (String) after.orElse(""), PAGE_SIZE);
        if (write && !page.messageIds().isEmpty()) {
            polls.mask(handle, page.messageIds(), clock.instant());
        }
        ErasureReport report = new ErasureReport();
        page.messageIds().forEach(id -> report.count("poll", Effect.MASKED));
        return new Page(page.lastId().map(id -> id), report);
    }
}
