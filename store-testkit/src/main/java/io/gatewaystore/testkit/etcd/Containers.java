package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Runs members in containers. */
final class Containers implements MemberFactory {

    private final EtcdSpec spec;
    private final EtcdImage image;
    private final TestCertificates certificates;

    Containers(EtcdSpec spec, EtcdImage image, TestCertificates certificates) {
        this.spec = spec;
        this.image = image;
        this.certificates = certificates;
    }

    static java.util.Optional<String> trouble() {
        return java.util.Optional.of("not supported yet");
    }

    @Override
    public MemberProcess create(MemberAddress address, List<MemberAddress> all, Supplier<String> token, Path logFile) {
        throw new EtcdUnavailableException(
                "containers are not supported yet: " + image.name() + spec.members() + certificates.directory());
    }

    @Override
    public void dispose() {}
}
