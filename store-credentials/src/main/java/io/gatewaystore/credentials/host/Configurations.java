package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.config.ConsumerConfigFile;
import io.gatewaystore.credentials.config.EtcdConfigFile;
import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.status.NodeStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The configuration files of this machine. */
final class Configurations {

    private Configurations() {}

    static HostRequest.Texts endpoints(Path etcdConfig) {
        return new HostRequest.Texts(EtcdConfigFile.read(etcdConfig).advertisedUrls());
    }

    static HostRequest.Texts listenUrls(Path etcdConfig) {
        return new HostRequest.Texts(EtcdConfigFile.read(etcdConfig).listenUrls());
    }

    static HostRequest.Texts consumerUrls(Path consumer) {
        return new HostRequest.Texts(ConsumerConfigFile.read(consumer).endpoints());
    }

    static NodeStatus inspect(Path credentials, List<Path> etcd, List<Path> consumers, Clock clock) {
        return NodeStatus.of(CredentialDirectory.at(credentials), etcd, consumers, clock);
    }

    static FileEdit plan(HostRequest.Role role, Path file, Transport target, Path credentials) {
        CredentialDirectory directory = CredentialDirectory.at(credentials);
        return switch (role) {
            case ETCD -> {
                EtcdConfigFile etcd = EtcdConfigFile.read(file);
                yield target == Transport.PLAIN ? etcd.planPlain() : etcd.planTls(target, directory.serverPaths());
            }
            case CONSUMER -> {
                ConsumerConfigFile consumer = ConsumerConfigFile.read(file);
                yield target == Transport.PLAIN ? consumer.planPlain() : consumer.planTls(directory.clientPaths());
            }
        };
    }
}
