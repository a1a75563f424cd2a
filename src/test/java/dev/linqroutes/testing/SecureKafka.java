package dev.linqroutes.testing;

import dev.linqroutes.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * An embedded broker with two listeners: one with TLS and SCRAM for the program, whose user may do only what ACLs allow, and
 * one without either for the test, which may do everything.
 */
public final class SecureKafka implements AutoCloseable {
    public static final String USER = "linq-routes";
    public static final String PASSWORD = "the-password-of-linq-routes";
    public static final String TRUSTSTORE_PASSWORD = "changeit";
    private static final String HOST = "127.0.0.1";
    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final int ITERATIONS = 4096;

    private final EmbeddedKafka kafka;
    private final String secureBrokers;
    private final Path truststore;
    private final Admin admin;

    private SecureKafka(EmbeddedKafka kafka, String secureBrokers, Path truststore) {
        this.kafka = kafka;
        this.secureBrokers = secureBrokers;
        this.truststore = truststore;
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()));
    }

    /** Starts a broker with a certificate of its own, and with the user, who has no rights yet. */
    public static SecureKafka start(Path folder) throws Exception {
        Path keystore = folder.resolve("broker.p12");
        createCertificate(keystore);
        int port = ProgramProcess.freePort();
        int secure = ProgramProcess.freePort();
        int controller = ProgramProcess.freePort();
        EmbeddedKafka kafka = EmbeddedKafka.start(
                folder.resolve("kafka"),
                port,
                Map.ofEntries(
                        Map.entry("controller.quorum.voters", "1@" + HOST + ":" + controller),
                        Map.entry(
                                "listeners",
                                "PLAINTEXT://%1$s:%2$d,SECURE://%1$s:%3$d,CONTROLLER://%1$s:%4$d"
                                        .formatted(HOST, port, secure, controller)),
                        Map.entry(
                                "advertised.listeners",
                                "PLAINTEXT://%1$s:%2$d,SECURE://%1$s:%3$d".formatted(HOST, port, secure)),
                        Map.entry(
                                "listener.security.protocol.map",
                                "PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT"),
                        Map.entry("listener.name.secure.ssl.keystore.location", keystore.toString()),
                        Map.entry("listener.name.secure.ssl.keystore.type", "PKCS12"),
                        Map.entry("listener.name.secure.ssl.keystore.password", TRUSTSTORE_PASSWORD),
                        Map.entry("listener.name.secure.sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                        Map.entry("listener.name.secure.scram-sha-512.sasl.jaas.config", LOGIN + ";"),
                        Map.entry("authorizer.class.name", StandardAuthorizer.class.getName()),
                        Map.entry("super.users", "User:ANONYMOUS")));
        SecureKafka started = new SecureKafka(kafka, HOST + ":" + secure, trusting(keystore));
        started.setPassword(PASSWORD);
        return started;
    }

    /** Self-signed, for the address of the broker. */
    private static void createCertificate(Path keystore) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=broker",
                        "-ext",
                        "san=ip:" + HOST,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        TRUSTSTORE_PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
    }

    /** A truststore with the certificate of the keystore. */
    private static Path trusting(Path keystore) throws IOException, GeneralSecurityException {
        char[] password = TRUSTSTORE_PASSWORD.toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, password);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, password);
        trusted.setCertificateEntry("broker", keys.getCertificate("broker"));
        Path truststore = keystore.resolveSibling("truststore.p12");
        try (OutputStream out = Files.newOutputStream(truststore)) {
            trusted.store(out, password);
        }
        return truststore;
    }

    /** Bootstrap servers for the test, without TLS and password. */
    public String brokers() {
        return kafka.brokers();
    }

    /** Bootstrap servers for the program. */
    public String secureBrokers() {
        return secureBrokers;
    }

    public Path truststore() {
        return truststore;
    }

    /** The login line of a client that uses this password. */
    public static String login(String password) {
        return LOGIN + " username=\"" + USER + "\" password=\"" + password + "\";";
    }

    /** Sets the password of the user at the broker. */
    public void setPassword(String password) throws ExecutionException, InterruptedException {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password)))
                .all()
                .get();
    }

    /** Allows the user these operations on the topic, or on all topics whose names begin so. */
    public void allow(String topic, PatternType pattern, AclOperation... operations)
            throws ExecutionException, InterruptedException {
        allow(new ResourcePattern(ResourceType.TOPIC, topic, pattern), operations);
    }

    /** Allows the user to read with this group. */
    public void allowGroup(String group) throws ExecutionException, InterruptedException {
        allow(new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL), AclOperation.READ);
    }

    private void allow(ResourcePattern resource, AclOperation... operations)
            throws ExecutionException, InterruptedException {
        admin.createAcls(List.of(operations).stream()
                        .map(operation -> new AclBinding(
                                resource,
                                new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW)))
                        .toList())
                .all()
                .get();
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
