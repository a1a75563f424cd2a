package dev.linqroutes.webhook;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Sees to it that every webhook is answered long before Linq gives up on the answer: lets none in while those inside wait too
 * long or take too much room, and sends away who has waited twice as long. They are told to come again. It stands behind the
 * body, so that a slow sender takes no room.
 */
final class Door implements Handler<RoutingContext> {
    /** What a request takes beside its body, about. */
    private static final int OVERHEAD = 4_096;

    private final long room;
    private final EventIntake intake;
    private final WebhookAnswers answers;
    private final LongSupplier nanos;
    private final Deque<Guest> guests = new ArrayDeque<>();
    private long taken;

    private static final class Guest {
        private final RoutingContext request;
        private final long needs;
        private final long sinceNanos;
        private boolean gone;

        Guest(RoutingContext request, long needs, long sinceNanos) {
            this.request = request;
            this.needs = needs;
            this.sinceNanos = sinceNanos;
        }
    }

    /**
     * @param room in bytes
     * @param nanos what time it is, by a clock that nobody sets
     */
    Door(long room, EventIntake intake, WebhookAnswers answers, LongSupplier nanos) {
        this.room = room;
        this.intake = intake;
        this.answers = answers;
        this.nanos = nanos;
    }

    @Override
    public void handle(RoutingContext request) {
        long needed = request.body().length() + (long) OVERHEAD;
        if (intake.lags()) {
            refuse(request, "the ledger is too slow");
        } else if (longestWait().compareTo(intake.longestWait()) > 0) {
            refuse(request, "there is more to do than can be done");
        } else if (!enter(new Guest(request, needed, nanos.getAsLong()))) {
            refuse(request, "too many are waiting already");
        } else {
            request.next();
        }
    }

    private synchronized boolean enter(Guest guest) {
        if (taken + guest.needs > room) {
            return false;
        }
        taken += guest.needs;
        guests.add(guest);
        guest.request.addEndHandler(ended -> leave(guest));
        return true;
    }

    private synchronized void leave(Guest guest) {
        taken -= guest.needs;
        guest.gone = true;
    }

    private synchronized Duration longestWait() {
        while (!guests.isEmpty() && guests.peek().gone) {
            guests.remove();
        }
        return guests.isEmpty() ? Duration.ZERO : waited(guests.peek());
    }

    private Duration waited(Guest guest) {
        return Duration.ofNanos(nanos.getAsLong() - guest.sinceNanos);
    }

    /** Sends those away who have waited long enough; to be called now and then. */
    synchronized void giveUp() {
        Duration longest = intake.longestWait().multipliedBy(2);
        while (longestWait().compareTo(longest) > 0) {
            refuse(guests.remove().request, "it has waited for " + longest.toMillis() + " ms");
        }
    }

    private void refuse(RoutingContext request, String reason) {
        answers.comesAgain(WebhookAnswer.LAGGING, reason);
        request.response().setStatusCode(WebhookServers.NOT_NOW).end();
    }
}
