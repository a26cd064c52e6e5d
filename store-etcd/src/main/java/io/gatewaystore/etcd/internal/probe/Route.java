package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.internal.tls.ServerName;
import io.gatewaystore.spi.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens connections to an endpoint: resolves its name once, tries its addresses in turn, and stays with the one that accepts. */
final class Route {

    private final Endpoint endpoint;
    private final Deadline deadline;
    private final Progress progress;
    private final Diagnosis diagnosis;

    private @Nullable InetSocketAddress reached;

    Route(Endpoint endpoint, Deadline deadline, Progress progress, Diagnosis diagnosis) {
        this.endpoint = endpoint;
        this.deadline = deadline;
        this.progress = progress;
        this.diagnosis = diagnosis;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Deadline deadline() {
        return deadline;
    }

    Progress progress() {
        return progress;
    }

    InetSocketAddress reached() {
        if (reached == null) {
            throw new IllegalStateException("nothing has been reached yet");
        }
        return reached;
    }

    Socket connect() throws EndpointFailedException {
        if (reached == null) {
            return connectFirst(resolve());
        }
        try {
            return connect(reached, deadline);
        } catch (IOException e) {
            throw diagnosis.unreachable(reached, e);
        }
    }

    private InetAddress[] resolve() throws EndpointFailedException {
        progress.enter(CheckStep.DNS, "resolving the host name");
        try {
            InetAddress[] addresses = InetAddress.getAllByName(endpoint.host());
            progress.steps().passed(CheckStep.DNS, resolved(addresses));
            return addresses;
        } catch (UnknownHostException e) {
            throw diagnosis.unknownHost(e);
        }
    }

    private Socket connectFirst(InetAddress[] addresses) throws EndpointFailedException {
        progress.enter(CheckStep.TCP, "connecting");
        EndpointFailedException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            InetSocketAddress address = new InetSocketAddress(addresses[i], endpoint.port());
            try {
                Socket socket = connect(address, share(addresses.length - i));
                reached = address;
                progress.steps().passed(CheckStep.TCP, accepted(address));
                return socket;
            } catch (IOException e) {
                EndpointFailedException next = diagnosis.unreachable(address, e);
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        throw failure == null ? diagnosis.unknownHost(new UnknownHostException(endpoint.host())) : failure;
    }

    private static Finding resolved(InetAddress[] addresses) {
        String all = Arrays.stream(addresses).map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return Finding.ok(all, Map.of("addresses", all));
    }

    private static Finding accepted(InetSocketAddress address) {
        String text = ServerName.bracketed(address.getAddress().getHostAddress()) + ":" + address.getPort();
        return Finding.ok("connected to " + text, Map.of("address", text));
    }

    private Deadline share(int addressesLeft) {
        return Deadline.after(Duration.ofNanos(deadline.remainingNanos() / addressesLeft));
    }

    private Socket connect(InetSocketAddress address, Deadline until) throws IOException {
        Socket socket = progress.guard(new AttentiveSocket());
        try {
            socket.connect(address, SocketTime.left(until));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SocketTime.left(deadline));
            return socket;
        } catch (SocketTimeoutException e) {
            socket.close();
            throw e;
        }
    }
}
