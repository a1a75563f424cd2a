package dev.linqroutes.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** How often a connection was refused on this machine since it started; nobody who refuses one can count it. */
public final class RefusedConnections {
    private static final Path COUNTERS = Path.of("/proc/net/snmp");
    private static final String REFUSED = "AttemptFails";

    private RefusedConnections() {}

    /** Empty if the system does not report it. */
    public static OptionalLong count() throws IOException {
        if (!Files.isReadable(COUNTERS)) {
            return OptionalLong.empty();
        }
        List<String[]> tcp = Files.readAllLines(COUNTERS).stream()
                .filter(line -> line.startsWith("Tcp:"))
                .map(line -> line.split(" "))
                .toList();
        int column = List.of(tcp.get(0)).indexOf(REFUSED);
        return OptionalLong.of(Long.parseLong(tcp.get(1)[column]));
    }
}
