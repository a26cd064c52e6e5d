package io.gatewaystore.etcd.internal.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents the client certificate that is current at the handshake, whenever a server asks for one.
 *
 * <p>Unlike the JDK's own it ignores which issuers the server lists: a certificate of another authority is presented all the same, so that
 * the server says what it dislikes. Withheld, it would be reported as missing, which sends its owner looking in the wrong place.
 */
final class CurrentKeyManager extends X509ExtendedKeyManager {

    private static final String ALIAS = "client";

    private final CurrentMaterial material;

    CurrentKeyManager(CurrentMaterial material) {
        this.material = material;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return identity().isPresent() ? new String[] {ALIAS} : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return identity().isPresent() ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return identity().isPresent() ? ALIAS : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identity()
                .map(identity -> identity.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identity().map(ClientIdentity::privateKey).orElse(null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private Optional<ClientIdentity> identity() {
        return material.get().identity();
    }
}
