package io.gatewaystore.cli.console;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that secure connections, as options name them. Each of them means TLS, a certificate or key mutual TLS.
 *
 * @param directory where those lie that are not named themselves, by the names that {@code storectl credentials} gives them
 */
record TlsFiles(
        @Nullable Path directory,
        @Nullable String caCertificate,
        @Nullable String certificate,
        @Nullable String privateKey) {

    private static final String CACERT = "--cacert";
    private static final String CERT = "--cert";
    private static final String KEY = "--key";
    private static final String DIRECTORY = "--credentials-dir";

    /** The option to blame for TLS, or empty if none of them is given. */
    Optional<String> firstOption() {
        return Stream.of(
                        given(directory, DIRECTORY),
                        given(caCertificate, CACERT),
                        given(certificate, CERT),
                        given(privateKey, KEY))
                .flatMap(Optional::stream)
                .findFirst();
    }

    void addTo(StoreConfig.Builder builder) {
        add(builder, StoreVariable.ETCD_CA_CERTIFICATE_FILE, caCertificate, CACERT, "ca.crt");
        add(builder, StoreVariable.ETCD_CERTIFICATE_FILE, certificate, CERT, "client.crt");
        add(builder, StoreVariable.ETCD_PRIVATE_KEY_FILE, privateKey, KEY, "client.key");
        Stream.of(given(directory, DIRECTORY), given(certificate, CERT), given(privateKey, KEY))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(option -> builder.setting(StoreVariable.ETCD_CLIENT_CERT_AUTH, "true", option));
    }

    private void add(
            StoreConfig.Builder builder, StoreVariable variable, @Nullable String file, String option, String usual) {
        if (file != null) {
            builder.setting(variable, file, option);
        } else if (directory != null) {
            builder.setting(variable, directory.resolve(usual).toString(), DIRECTORY);
        }
    }

    private static Optional<String> given(@Nullable Object value, String option) {
        return Optional.ofNullable(value).map(there -> option);
    }
}
