package dev.linqroutes.ledger;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class H2LargeCallsTest extends LargeCallsContract {
    @TempDir
    Path folder;

    @Override
    String freshDatabase() {
        return "jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString());
    }
}
