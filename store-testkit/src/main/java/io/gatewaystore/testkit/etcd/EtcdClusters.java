package io.gatewaystore.testkit.etcd;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test the clusters it asks for while it runs, and closes them after it. For tests that need an etcd unlike the
 * others'; {@link EtcdExtension} serves those that can share one.
 *
 * <pre>{@code
 * @RegisterExtension
 * final EtcdClusters clusters = new EtcdClusters();
 *
 * @Test
 * void namesAnExpiredCertificate() {
 *     EtcdCluster etcd = clusters.start(EtcdSpec.builder()
 *             .tls(TlsMode.SERVER_TLS)
 *             .serverCertificate(CertificateProfile.server().expired())
 *             .build());
 *     ...
 * }
 * }</pre>
 *
 * <p>Belongs on an instance field. Logs are kept and tests are counted as {@link EtcdExtension} does.
 *
 * <p>Thread-safe.
 */
public final class EtcdClusters implements AfterEachCallback {

    private final List<EtcdCluster> clusters = new ArrayList<>();

    /** Creates an extension without clusters. */
    public EtcdClusters() {}

    /**
     * Starts a cluster that lives until the end of the test.
     *
     * @param spec what to start
     * @return the running cluster
     * @throws EtcdUnavailableException if no etcd is found, or it does not come up
     */
    public EtcdCluster start(EtcdSpec spec) {
        EtcdCluster started = EtcdCluster.start(spec);
        synchronized (clusters) {
            clusters.add(started);
        }
        return started;
    }

    /** Closes what the test started, after keeping the logs if it failed. */
    @Override
    public void afterEach(ExtensionContext context) {
        List<EtcdCluster> started;
        synchronized (clusters) {
            started = List.copyOf(clusters);
            clusters.clear();
        }
        for (EtcdCluster cluster : started) {
            if (context.getExecutionException().isPresent()) {
                EtcdLogs.print(cluster, EtcdLogs.keep(cluster, context));
            }
            cluster.close();
        }
        if (!started.isEmpty()) {
            EtcdUsage usage = new EtcdUsage(context.getRequiredTestClass().getName(), started.get(0));
            usage.count();
            usage.write();
        }
    }
}
