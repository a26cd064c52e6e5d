package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.internal.tls.TlsFailure;
import io.grpc.InsecureChannelCredentials;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tries an endpoint without TLS. */
final class PlaintextProbe implements EndpointSteps {

    /** A process that has just started may take a second and more to load what TLS needs. */
    private static final Duration TLS_GREETING = Duration.ofSeconds(5);

    private final Route route;
    private final Diagnosis diagnosis;

    PlaintextProbe(Route route, Diagnosis diagnosis) {
        this.route = route;
        this.diagnosis = diagnosis;
    }

    @Override
    public EtcdVersion run() throws EndpointFailedException {
        route.progress().steps().passed(CheckStep.TLS, Finding.skipped("plaintext is configured"));
        Answer answer = ask();
        if (answer.version().isPresent()) {
            EtcdVersion version = diagnosis.supported(answer.version().get());
            if (!returnsHttp2Greeting()) {
                throw diagnosis.noHttp2(answer.beneath());
            }
            return speaksHttp2(version);
        }
        if (answer.isSilence()) {
            throw diagnosis.timeout(route.progress().stage(), answer.beneath());
        }
        if (answer.mayBeOfTlsServer() && speaksTls()) {
            throw diagnosis.serverSpeaksTls(answer.beneath());
        }
        return speaksHttp2(diagnosis.supported(StatusCall.ask(
                        route,
                        InsecureChannelCredentials.create(),
                        route.endpoint().host())
                .orElseThrow(() -> diagnosis.notEtcd(answer))));
    }

    private EtcdVersion speaksHttp2(EtcdVersion version) {
        route.progress().steps().passed(CheckStep.HTTP2, Finding.ok("without negotiation", Map.of()));
        return version;
    }

    Answer ask() throws EndpointFailedException {
        Socket socket = route.connect();
        route.progress().enter(CheckStep.VERSION, "waiting for an answer to a request");
        try (socket) {
            return VersionRequest.ask(socket, route.endpoint(), route.deadline());
        } catch (IOException e) {
            return new Answer("", e);
        }
    }

    boolean returnsHttp2Greeting() throws EndpointFailedException {
        try (Socket socket = route.connect()) {
            route.progress().enter(CheckStep.HTTP2, "waiting for an HTTP/2 greeting");
            return Http2Greeting.isReturned(socket, route.deadline());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the server reacts to a TLS greeting in TLS; that suffices, nothing is sent and nobody trusted. */
    private boolean speaksTls() throws EndpointFailedException {
        String host = route.endpoint().host();
        try (Socket socket = route.connect();
                TlsConnection tls =
                        new TlsConnection(socket, host, route.endpoint().port(), null)) {
            route.progress().enter(CheckStep.TLS, "waiting for a TLS greeting");
            try {
                tls.handshake(List.of(), SocketTime.atMost(TLS_GREETING, route.deadline()));
                return true;
            } catch (IOException e) {
                return !tls.observed().serverChain().isEmpty()
                        || TlsFailure.alert(e).isPresent()
                        || TlsFailure.classify(e, false).isPresent();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
