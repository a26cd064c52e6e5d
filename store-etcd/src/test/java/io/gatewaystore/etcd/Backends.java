package io.gatewaystore.etcd;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.scripted.ScriptedEtcd;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Backends for tests, opened without asking the server anything first. */
final class Backends {

    private Backends() {}

    static EtcdBackend over(ScriptedEtcd server) {
        return over(hosts(server), config -> config);
    }

    static EtcdBackend over(ScriptedEtcd server, Timing timing) {
        IoThreads threads = new IoThreads();
        return new EtcdBackend(threads, new Transport(config(hosts(server), config -> config), null, threads), timing);
    }

    static EtcdBackend over(String hosts, UnaryOperator<StoreConfig.Builder> settings) {
        IoThreads threads = new IoThreads();
        return new EtcdBackend(threads, new Transport(config(hosts, settings), null, threads));
    }

    static String hosts(ScriptedEtcd server) {
        return server.endpoint();
    }

    static StoreConfig config(String hosts, UnaryOperator<StoreConfig.Builder> settings) {
        return settings.apply(StoreConfig.builder()
                        .environment(Map.of())
                        .backend("etcd")
                        .etcdHosts(hosts))
                .build();
    }
}
