package io.gatewaystore.benchmarks;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.grpc.netty.GrpcSslContexts;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** jetcd-core with its defaults. */
final class JetcdContender implements Contender {

    static final String NAME = "jetcd";

    private final Client client;
    private final KV keys;

    private JetcdContender(Client client) {
        this.client = client;
        this.keys = client.getKVClient();
    }

    static JetcdContender of(EtcdCluster etcd) {
        boolean encrypted = etcd.tls() != TlsMode.PLAIN;
        ClientBuilder builder = Client.builder()
                .endpoints(etcd.endpoints().stream()
                        .map(endpoint -> (encrypted ? "https://" : "http://") + endpoint)
                        .toArray(String[]::new));
        if (encrypted) {
            try {
                builder.sslContext(GrpcSslContexts.forClient()
                        .trustManager(etcd.certificates().caFile().toFile())
                        .keyManager(
                                etcd.certificates().clientCertificateFile().toFile(),
                                etcd.certificates().clientKeyFile().toFile())
                        .build());
            } catch (SSLException e) {
                throw new IllegalStateException("jetcd does not take the certificates", e);
            }
        }
        return new JetcdContender(builder.build());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletableFuture<?> get(String key) {
        return keys.get(bytes(key));
    }

    @Override
    public CompletableFuture<?> put(String key, byte[] value) {
        return keys.put(bytes(key), ByteSequence.from(value));
    }

    @Override
    public CompletableFuture<?> create(String key, byte[] value) {
        return keys.txn()
                .If(new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(0)))
                .Then(Op.put(bytes(key), ByteSequence.from(value), PutOption.DEFAULT))
                .commit()
                .thenAccept(answer -> {
                    if (!answer.isSucceeded()) {
                        throw new IllegalStateException("the key exists");
                    }
                });
    }

    @Override
    public void watch(String key, Consumer<byte[]> onValue) {
        client.getWatchClient()
                .watch(
                        bytes(key),
                        answer -> answer.getEvents()
                                .forEach(event -> onValue.accept(
                                        event.getKeyValue().getValue().getBytes())));
    }

    @Override
    public CompletableFuture<Integer> list(String prefix) {
        return keys.get(bytes(prefix), GetOption.builder().isPrefix(true).build())
                .thenApply(answer -> answer.getKvs().size());
    }

    private static ByteSequence bytes(String key) {
        return ByteSequence.from(key, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
