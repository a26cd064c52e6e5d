package io.gatewaystore.etcd;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.scripted.ScriptedEtcd;
import io.grpc.InsecureChannelCredentials;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Backends for tests, opened without asking the server anything first. */
final class Backends {

    private Backends() {}

    static EtcdBackend over(ScriptedEtcd server) {
        return over(server.endpoint(), config -> config);
    }

    static EtcdBackend over(String hosts, UnaryOperator<StoreConfig.Builder> settings) {
        StoreConfig config = settings.apply(StoreConfig.builder()
                        .environment(Map.of())
                        .backend("etcd")
                        .etcdHosts(hosts))
                .build();
        IoThreads threads = new IoThreads();
        Channels channels = new Channels(config, InsecureChannelCredentials.create(), threads);
        Members members = new Members(config.etcd().endpoints(), channels::connect);
        return new EtcdBackend(threads, new Transport(config.etcd(), members, threads.timer()));
    }
}
