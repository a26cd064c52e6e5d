package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.etcd.internal.tls.Namesake;
import io.gatewaystore.status.CertificateStatus;
import io.gatewaystore.status.CertificateUse;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.KeyFormat;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All certificates are replaced, the CA included, while 500 calls a second, 100 watches and a lease go on. What is no longer to be used is revoked at
 * once, so that whoever still used it for a new connection would be turned away: etcd reads its list of revoked serial numbers at each one.
 *
 * <p>{@code -Dgatewaystore.rotation.calls=30000} makes a minute pass between two steps instead of a second, and members be restarted for each of
 * the two changes of the authorities that they trust.
 */
class RotationUnderLoadIT {

    private static final long SHORT = 500;
    private static final long CALLS = Long.getLong("gatewaystore.rotation.calls", SHORT);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CertificateProfile CLIENT = CertificateProfile.client("gateway");
    private static final CertificateProfile SERVER = CertificateProfile.server();

    private final CertificateAuthority old = CertificateAuthority.create();
    private final CertificateAuthority successor = CertificateAuthority.create();
    private final List<X509Certificate> revoked = new ArrayList<>();

    @TempDir
    Path directory;

    private Path revocations;

    @BeforeEach
    void revokeNothingYet() {
        revocations = Namesake.revocations(old.certificate(), directory.resolve("revoked.pem"));
    }

    @Test
    void losesNothingAndRefusesNoCallWhileTheFilesOfTheClientAreReplaced() {
        Path bothAuthorities =
                Namesake.bundle(directory.resolve("both.pem"), old.certificate(), successor.certificate());
        EtcdSpec spec = spec().arguments("--trusted-ca-file=" + bothAuthorities).build();
        try (EtcdCluster etcd = EtcdCluster.start(spec);
                FaultProxy proxy = FaultProxy.before(etcd.member(0).endpoint());
                Store store = open(etcd, proxy.endpoint());
                SteadyLoad load = new SteadyLoad(store);
                KeptLease lease = new KeptLease(store)) {
            TestCertificates files = etcd.certificates();
            load.proceed(CALLS);

            IssuedCertificate renewed = old.issue(CLIENT);
            files.replaceClient(renewed);
            awaitUseOf(store, renewed, old);
            revoke(files.client().certificate());
            reconnect(proxy, load, lease, store);
            assertIsRefused(etcd, files.client());

            files.replaceAuthorities(old, successor);
            awaitUseOf(store, renewed, old, successor);
            files.replaceServer(successor.issue(SERVER));
            reconnect(proxy, load, lease, store);

            IssuedCertificate ofSuccessor = successor.issue(CLIENT);
            files.replaceClient(ofSuccessor);
            files.replaceAuthorities(successor);
            awaitUseOf(store, ofSuccessor, successor);
            revoke(renewed.certificate());
            reconnect(proxy, load, lease, store);
            assertIsRefused(etcd, renewed);

            load.assertNothingWasLostAndNoCallRefused();
            assertThat(load.unclearOutcomes()).isZero();
            lease.assertHeld();
        }
    }

    /** Members read whom they trust when they start, so they are restarted, one after the other. What a member that ends leaves open is made again. */
    @Test
    void losesNothingAndRefusesNoCallWhileAllFilesOfThreeMembersAreReplaced() {
        Path trustedByMembers = directory.resolve("trusted.pem");
        Namesake.bundle(trustedByMembers, old.certificate());
        EtcdSpec spec = spec().members(3)
                .arguments("--trusted-ca-file=" + trustedByMembers)
                .build();
        if (CALLS == SHORT) {
            // Half of the restarts is left out of the short form: the members have both authorities from the start.
            Namesake.bundle(trustedByMembers, old.certificate(), successor.certificate());
        }
        try (EtcdCluster etcd = EtcdCluster.start(spec);
                Store store = open(etcd, String.join(" ", etcd.endpoints()));
                SteadyLoad load = new SteadyLoad(store);
                KeptLease lease = new KeptLease(store)) {
            TestCertificates files = etcd.certificates();
            if (CALLS != SHORT) {
                files.replaceServer(old.issue(SERVER));
                Namesake.bundle(trustedByMembers, old.certificate(), successor.certificate());
                restartOneByOne(etcd, load, lease);
            }

            files.replaceAuthorities(old, successor);
            awaitUseOf(store, files.client(), old, successor);

            files.replaceServer(successor.issue(SERVER));
            IssuedCertificate ofSuccessor = successor.issue(CLIENT);
            files.replaceClient(ofSuccessor);
            files.replaceAuthorities(successor);
            awaitUseOf(store, ofSuccessor, successor);
            revoke(files.client().certificate());
            Namesake.bundle(trustedByMembers, successor.certificate());
            restartOneByOne(etcd, load, lease);

            load.assertNothingWasLostAndNoCallRefused();
            lease.assertHeld();
        }
    }

    // --- the steps of an operator ---------------------------------------------------------------------------------

    private EtcdSpec.Builder spec() {
        return EtcdSpec.builder().tls(TlsMode.MUTUAL_TLS).authority(old).arguments("--client-crl-file=" + revocations);
    }

    private static Store open(EtcdCluster etcd, String hosts) {
        Map<String, String> environment = new HashMap<>(etcd.environment());
        environment.put("GATEWAY_STORE_ETCD_HOSTS", hosts);
        environment.put("GATEWAY_STORE_ETCD_REQUEST_TIMEOUT", "60s");
        return Store.open(StoreConfig.builder().environment(environment).build());
    }

    /** Waits until the store says that it presents a certificate and trusts authorities, which have been put in their places. */
    private static void awaitUseOf(Store store, IssuedCertificate presented, CertificateAuthority... trusted) {
        List<BigInteger> authorities = Stream.of(trusted)
                .map(authority -> authority.certificate().getSerialNumber())
                .toList();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(serials(store, CertificateUse.CLIENT))
                    .containsExactly(presented.certificate().getSerialNumber());
            assertThat(serials(store, CertificateUse.AUTHORITY)).isEqualTo(authorities);
        });
    }

    private static List<BigInteger> serials(Store store, CertificateUse use) {
        return store.status().certificates().stream()
                .filter(certificate -> certificate.use() == use)
                .map(CertificateStatus::serial)
                .toList();
    }

    private void revoke(X509Certificate certificate) {
        revoked.add(certificate);
        Namesake.revocations(old.certificate(), revocations, revoked.toArray(X509Certificate[]::new));
    }

    /**
     * Ends all connections between two calls, so that calls, watches and lease need new ones. A read then has the store find out, since a write
     * that is sent into a connection that has just been cut may have arrived for all the store knows, and is not its to repeat.
     */
    private static void reconnect(FaultProxy proxy, SteadyLoad load, KeptLease lease, Store store) {
        long connections = proxy.counts().accepted();
        int renewals = lease.renewals();
        load.between(() -> {
            proxy.disconnect();
            store.count(KeyRange.all());
        });
        load.proceed(CALLS);
        await().atMost(PATIENCE).until(() -> lease.renewals() > renewals);
        assertThat(proxy.counts().accepted())
                .as("one for calls, one for streams")
                .isGreaterThanOrEqualTo(connections + 2);
    }

    private static void restartOneByOne(EtcdCluster etcd, SteadyLoad load, KeptLease lease) {
        etcd.restartOneByOne();
        int renewals = lease.renewals();
        load.proceed(CALLS);
        await().atMost(PATIENCE).until(() -> lease.renewals() > renewals);
    }

    /** That etcd reads what is revoked, or the rest would prove nothing. */
    private void assertIsRefused(EtcdCluster etcd, IssuedCertificate certificate) {
        Path chain = directory.resolve("refused.pem");
        Path key = directory.resolve("refused-key.pem");
        certificate.writeChain(chain);
        certificate.writeKey(key, KeyFormat.PKCS8);
        Map<String, String> environment = new HashMap<>(etcd.environment());
        environment.put("GATEWAY_STORE_ETCD_CERTIFICATE_FILE", chain.toString());
        environment.put("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE", key.toString());

        assertThat(catchThrowableOfType(
                        ConnectionFailedException.class,
                        () -> Store.open(
                                StoreConfig.builder().environment(environment).build())))
                .isNotNull();
    }
}
