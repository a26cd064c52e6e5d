package io.gatewaystore.testkit.etcd;

import java.util.Map;

/** Gets etcd from the packages of a Debian machine. */
final class DebianPackages {

    static DebianPackages ofThisMachine(Map<String, String> environment) {
        return new DebianPackages();
    }

    EtcdBinary etcd() {
        return EtcdBinary.of(java.nio.file.Path.of("/usr/bin/etcd"));
    }
}
