package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.etcd.internal.tls.ServerName;
import io.gatewaystore.etcd.internal.tls.TlsFailure;
import io.gatewaystore.spi.Deadline;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries an endpoint with TLS.
 *
 * <p>Two connections are needed even if all is well: one offers HTTP/2 as gRPC will, another offers nothing, so that etcd falls back to
 * HTTP/1.1 and can be asked for its version in a line of text.
 */
final class SecuredProbe implements EndpointSteps {

    private static final List<String> HTTP = List.of("h2", "http/1.1");
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    private final Route route;
    private final Diagnosis diagnosis;
    private final TlsDiagnosis tlsDiagnosis;
    private final PlaintextProbe plaintext;
    private final ClientTls tls;
    private final Clock clock;
    private final String serverName;

    SecuredProbe(Route route, Diagnosis diagnosis, EtcdConfig config, ClientTls tls, Clock clock) {
        this.route = route;
        this.diagnosis = diagnosis;
        this.tls = tls;
        this.clock = clock;
        this.serverName = ServerName.of(route.endpoint(), config);
        this.tlsDiagnosis = new TlsDiagnosis(diagnosis, config, tls, serverName);
        this.plaintext = new PlaintextProbe(route, diagnosis);
    }

    @Override
    public EtcdVersion run() throws EndpointFailedException {
        StepLog steps = route.progress().steps();
        try (TlsConnection first = handshake(CheckStep.TLS, HTTP)) {
            steps.passed(CheckStep.TLS, TlsFinding.of(first, tls.clientCertificate(), clock));
            if (!first.isHttp2()) {
                EtcdVersion version = judge(ask(first), first.observed());
                throw diagnosis.noHttp2(new IOException("etcd " + version.text() + " answers in HTTP/1.1 only"));
            }
            steps.passed(CheckStep.HTTP2, Finding.ok("negotiated by ALPN", Map.of()));
        }
        try (TlsConnection second = handshake(CheckStep.VERSION, List.of())) {
            return judge(ask(second), second.observed());
        }
    }

    private TlsConnection handshake(CheckStep step, List<String> applicationProtocols) throws EndpointFailedException {
        Socket tcp = route.connect();
        route.progress().enter(step, "waiting for the TLS handshake");
        TlsConnection connection;
        try {
            connection = new TlsConnection(tcp, serverName, route.endpoint().port(), tls);
        } catch (IOException e) {
            throw diagnosis.other(e);
        }
        try {
            connection.handshake(applicationProtocols, SocketTime.mostOf(route.deadline()));
            return connection;
        } catch (IOException e) {
            connection.close();
            throw handshakeFailure(e, connection.observed());
        }
    }

    private EndpointFailedException handshakeFailure(IOException failure, ObservedHandshake observed)
            throws EndpointFailedException {
        if (failure instanceof SocketTimeoutException) {
            return silence(failure);
        }
        Optional<ConnectionFailure> kind = tlsDiagnosis.classify(failure, observed);
        if (kind.isPresent()) {
            return tlsDiagnosis.failure(kind.get(), observed, failure);
        }
        if (observed.isClientCertificateAsked()) {
            return tlsDiagnosis.clientCertificate(observed, failure);
        }
        if (TlsFailure.alert(failure).isPresent() || !observed.serverChain().isEmpty()) {
            return diagnosis.other(failure);
        }
        return withoutTls(plaintext.ask(), failure);
    }

    /** Some plaintext servers wait for the end of what they take for a request. */
    private EndpointFailedException silence(IOException failure) throws EndpointFailedException {
        route.progress().stay();
        Answer answer = plaintext.ask();
        return answer.isHttp()
                ? withoutTls(answer, failure)
                : diagnosis.timeout(route.progress().stage(), failure);
    }

    /** Whatever it is, it does not speak TLS. */
    private EndpointFailedException withoutTls(Answer answer, IOException failure) throws EndpointFailedException {
        if (answer.version().isPresent() || (!answer.isHttp() && plaintext.returnsHttp2Greeting())) {
            return diagnosis.serverSpeaksPlaintext(failure);
        }
        return diagnosis.notEtcd(answer);
    }

    private Answer ask(TlsConnection connection) {
        route.progress().enter(CheckStep.VERSION, "waiting for an answer to a request");
        return VersionRequest.ask(connection.socket(), route.endpoint(), route.deadline());
    }

    private EtcdVersion judge(Answer answer, ObservedHandshake observed) throws EndpointFailedException {
        if (answer.version().isPresent()) {
            return diagnosis.supported(answer.version().get());
        }
        if (answer.isSilence()) {
            throw diagnosis.timeout(route.progress().stage(), answer.beneath());
        }
        boolean mayBeRefusal = answer.isEmpty() && observed.isClientCertificateAsked();
        if (mayBeRefusal) {
            throwIfRefused(answer.beneath(), observed);
        }
        Optional<EtcdVersion> version = StatusCall.ask(route, tls.credentials(), serverName);
        if (version.isPresent()) {
            return diagnosis.supported(version.get());
        }
        throw mayBeRefusal
                ? tlsDiagnosis.failure(ConnectionFailure.REJECTED_AFTER_HANDSHAKE, observed, answer.beneath())
                : diagnosis.notEtcd(answer);
    }

    /**
     * In TLS 1.3 the client is done with the handshake before the server has seen its certificate. If the server then refuses it, the request
     * may run into a closed connection, and the alert that tells why is lost. So, if the alert was not seen: once more, reading first.
     */
    private void throwIfRefused(IOException failure, ObservedHandshake observed) throws EndpointFailedException {
        IOException refusal = failure;
        Optional<ConnectionFailure> kind = tlsDiagnosis.classify(refusal, observed);
        if (kind.isEmpty()) {
            refusal = lastWord().orElse(failure);
            kind = tlsDiagnosis.classify(refusal, observed);
        }
        if (kind.isPresent()) {
            throw tlsDiagnosis.failure(kind.get(), observed, refusal);
        }
        if (tls.clientCertificate().isEmpty()) {
            throw tlsDiagnosis.clientCertificate(observed, refusal);
        }
    }

    private Optional<IOException> lastWord() throws EndpointFailedException {
        try (TlsConnection connection = handshake(CheckStep.TLS, List.of())) {
            Deadline until = SocketTime.atMost(LAST_WORD, route.deadline());
            try {
                connection.socket().setSoTimeout(SocketTime.left(until));
                connection.socket().getInputStream().read();
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        }
    }
}
