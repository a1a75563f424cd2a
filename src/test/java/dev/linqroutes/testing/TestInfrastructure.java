package dev.linqroutes.testing;

import dev.linqroutes.embedded.EmbeddedKafka;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A broker and a PostgreSQL for one test, which can be restarted with their data, and a faulty proxy to the database.
 */
public final class TestInfrastructure implements AutoCloseable {
    private final Path folder;
    private final int brokerPort = ProgramProcess.freePort();
    private final int databasePort = ProgramProcess.freePort();
    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;
    private final FaultyProxy wayToDatabase;

    public TestInfrastructure(Path folder) throws IOException {
        this.folder = folder;
        kafka = startKafka();
        postgres = startPostgres();
        wayToDatabase = new FaultyProxy(databasePort);
    }

    private EmbeddedKafka startKafka() throws IOException {
        return EmbeddedKafka.start(folder.resolve("kafka"), brokerPort);
    }

    private EmbeddedPostgres startPostgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(databasePort)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    public String brokers() {
        return kafka.brokers();
    }

    /** JDBC URL with user and password. */
    public String database() {
        return database(databasePort);
    }

    /** The same through the proxy. */
    public String databaseThroughProxy() {
        return database(wayToDatabase.port());
    }

    private static String database(int port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&password=postgres";
    }

    /** Silences the current connections through the proxy; new ones work. */
    public void silenceConnections() {
        wayToDatabase.silenceConnections();
    }

    public void restartBroker() throws IOException {
        kafka.close();
        kafka = startKafka();
    }

    public void restartDatabase() throws IOException {
        postgres.close();
        postgres = startPostgres();
    }

    @Override
    public void close() throws IOException {
        wayToDatabase.close();
        kafka.close();
        postgres.close();
    }
}
