package io.gatewaystore.etcd.internal.tls;

import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * Secures each new connection of a channel with the material that is current when it is made. With one context for all times, a connection
 * could resume a session of earlier material: it would present no certificate, be taken for the holder of the earlier one, and verify no server.
 */
final class CurrentSslContext extends SslContext {

    private final CurrentMaterial material;

    CurrentSslContext(CurrentMaterial material) {
        this.material = material;
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return current().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
        return current().newEngine(allocator, host, port);
    }

    @Override
    public boolean isClient() {
        return current().isClient();
    }

    @Override
    public List<String> cipherSuites() {
        return current().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty deprecated the type, and left it in the method that every context has.
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return current().applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return current().sessionContext();
    }

    private SslContext current() {
        return material.get().transport();
    }
}
