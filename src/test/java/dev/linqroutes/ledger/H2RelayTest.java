package dev.linqroutes.ledger;

import java.util.UUID;

class H2RelayTest extends RelayContract {
    @Override
    String freshDatabase() {
        return "jdbc:h2:mem:" + UUID.randomUUID();
    }
}
