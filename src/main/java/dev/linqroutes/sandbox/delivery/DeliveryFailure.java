package dev.linqroutes.sandbox.delivery;

import dev.linqroutes.sandbox.http.SecretMask;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why a webhook got no answer, in words for whoever runs its receiver.
 *
 * @param words what went wrong, and what to do; without secrets
 * @param isFinal whether it is not tried again (reference 4.4)
 */
record DeliveryFailure(String words, boolean isFinal) {
    private static final int MOST_CAUSES = 10;
    private static final String SECONDS = WebhookClient.TIMEOUT.toSeconds() + " s";

    /** The first one that any of the causes is. */
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    NotSslRecordException.class::isInstance,
                    "No TLS at this port: start target_url with http://, or let the program speak TLS there"),
            new Kind(
                    CertificateException.class::isInstance,
                    "The certificate is not trusted: on this machine use http://, elsewhere a certificate that Java trusts"),
            new Kind(
                    SSLException.class::isInstance,
                    "TLS failed: check that the port speaks TLS, and which versions of it"),
            new Kind(
                    ConnectTimeoutException.class::isInstance,
                    "No connection within " + SECONDS + ": check host and port of target_url, and firewalls"),
            new Kind(
                    TimeoutException.class::isInstance,
                    "No complete answer within " + SECONDS + ": let the program answer first and work afterwards"),
            new Kind(
                    problem -> problem instanceof ConnectException && says(problem, "refused"),
                    "Connection refused: nothing listens there; start the program, or correct target_url"),
            new Kind(
                    problem -> problem instanceof NoRouteToHostException || says(problem, "unreachable"),
                    "No way to this host: check target_url and the network"),
            new Kind(
                    TooLongFrameException.class::isInstance,
                    "The status line of the answer is over 4 kB, or a header over 8 kB: send shorter ones"),
            new Kind(
                    ProtocolException.class::isInstance,
                    "The answer is not HTTP: check the port, and whether target_url has to start with https://"),
            new Kind(
                    problem -> problem instanceof IOException || problem instanceof HttpClosedException,
                    "The connection was closed before the complete answer: see what the program logged,"
                            + " and whether target_url has to start with https://"));

    private record Kind(Predicate<Throwable> is, String words) {}

    static DeliveryFailure of(Throwable problem) {
        if (problem instanceof UnknownHostException) {
            return new DeliveryFailure("There is no such host: correct target_url", true);
        }
        if (problem instanceof IllegalArgumentException) {
            return new DeliveryFailure(SecretMask.text(problem.getMessage()), true);
        }
        String words = KINDS.stream()
                .filter(kind -> causes(problem).anyMatch(kind.is()))
                .map(Kind::words)
                .findFirst()
                .orElseGet(() -> "No answer: "
                        + SecretMask.text(
                                Optional.ofNullable(problem.getMessage()).orElse("no reason is known")));
        return new DeliveryFailure(words, false);
    }

    private static Stream<Throwable> causes(Throwable problem) {
        return Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
                .limit(MOST_CAUSES);
    }

    private static boolean says(Throwable problem, String words) {
        return Optional.ofNullable(problem.getMessage())
                .filter(message -> message.contains(words))
                .isPresent();
    }
}
