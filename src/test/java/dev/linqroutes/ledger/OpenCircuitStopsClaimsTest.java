package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.mailbox.WorkLimiter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** While the circuit is open, only one mailbox at a time is claimed, as a probe. */
class OpenCircuitStopsClaimsTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void only_probes_are_claimed_while_the_circuit_is_open() throws Exception {
        ProbingGate probing = new ProbingGate();
        probing.open = false;
        reopen(onSameDatabase().gate(probing));
        ledger.accept(create("c1", "order-1", 1), create("c2", "order-2", 1));

        assertThat(ledger.claim()).isEmpty();
        assertThat(probing.released)
                .as("a probe in flight is not released by this")
                .isEmpty();
        probing.most = 1;
        ledger.onlyMailbox();
        ledger.onlyMailbox();
        assertThat(ledger.claim()).isEmpty();
        assertThat(probing.released)
                .as("the probe of the claim that found nothing")
                .containsExactly(3L);
    }

    @OnEachDatabase
    void a_released_mailbox_releases_its_own_probe_and_no_other() throws Exception {
        ProbingGate probing = new ProbingGate();
        reopen(onSameDatabase().gate(probing));
        ledger.accept(create("c1", "order-1", 1));
        Mailbox before = ledger.onlyMailbox();
        probing.open = false;
        probing.most = 1;
        ledger.accept(create("c2", "order-2", 1));
        Mailbox probe = ledger.onlyMailbox();

        ledger.giveBack(before);
        assertThat(probing.released).as("it has no probe").isEmpty();
        ledger.giveBack(probe);

        assertThat(probing.released).containsExactly(1L);
    }

    /** Permits one probe after another, and records which of them were released. */
    private static final class ProbingGate implements WorkLimiter {
        private final List<Long> released = new ArrayList<>();
        private boolean open = true;
        private int most;
        private long probes;

        @Override
        public Permit acquirePermit(int workers) {
            if (open) {
                return Permit.of(workers);
            }
            return most == 0 ? Permit.of(0) : new Permit(1, OptionalLong.of(++probes));
        }

        @Override
        public void releaseProbe(long probe) {
            released.add(probe);
        }
    }
}
