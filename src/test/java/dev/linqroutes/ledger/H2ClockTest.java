package dev.linqroutes.ledger;

import java.util.UUID;

class H2ClockTest extends ClockContract {
    @Override
    String freshDatabase() {
        return "jdbc:h2:mem:" + UUID.randomUUID();
    }
}
