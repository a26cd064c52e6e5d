package io.gatewaystore.etcd;

import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** Who this client is to etcd: the configured user, or else the common name of the certificate it presents. */
final class UserName {

    private UserName() {}

    static Optional<String> of(EtcdConfig config, @Nullable ClientTls tls) {
        return config.username()
                .or(() -> Optional.ofNullable(tls)
                        .flatMap(ClientTls::clientCertificate)
                        .flatMap(UserName::commonName));
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
