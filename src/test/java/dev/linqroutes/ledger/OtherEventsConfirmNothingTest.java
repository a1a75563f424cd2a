package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.Signal.Kind;
import java.time.Duration;

/** An event about something else, or before the call, confirms no call. */
class OtherEventsConfirmNothingTest extends WithConfirmation {
    @OnEachDatabase
    void an_event_before_a_call_does_not_confirm_it() throws Exception {
        String chat = aGroup("a");
        receive(chat, event -> event.saying(Kind.JOINED, "+12025550111"));
        clock.advance(Duration.ofSeconds(1));
        ledger.accept(addMember("add", "a", "+12025550111"));
        ledger.work(ledger.onlyMailbox());
        ledger.confirmations.matchBatch();

        assertThat(statuses()).isEmpty();
    }

    @OnEachDatabase
    void an_event_about_something_else_confirms_nothing() throws Exception {
        String chat = aGroup("a");
        accept(addMember("add", "a", "+12025550111"));
        accept(rename("name", "a", "{\"display_name\":\"Crew\"}"));

        receive(chat, event -> event.saying(Kind.JOINED, "+12025550199"));
        receive(chat, event -> event.saying(Kind.NAMED, "Another name"));
        receive(chat, event -> event.saying(Kind.LEFT));
        receive("another-chat", event -> event.saying(Kind.JOINED, "+12025550111"));
        receive(chat, event -> event.aboutMessage("another").saying(Kind.SENT));
        assertThat(statuses()).isEmpty();
    }
}
