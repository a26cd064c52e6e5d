package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A store that follows its gateway.conf crosses when an operator edits it. */
class FollowedFileIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.of(
            EtcdSpec.builder().tls(TlsMode.MUTUAL_TLS).plaintextToo().build());

    @TempDir
    private Path directory;

    private static String content(TlsMode mode) {
        String settings = ETCD.cluster().environment(mode).entrySet().stream()
                .map(setting ->
                        setting.getKey().substring("GATEWAY_STORE_".length()).toLowerCase(Locale.ROOT) + " = '"
                                + setting.getValue() + "'\n")
                .collect(Collectors.joining());
        return "[store]\nfollow_config = true\n" + settings;
    }

    private static boolean isEncrypted(Store store) {
        return store.unwrap(EtcdBackend.class).orElseThrow().connections().areEncrypted();
    }

    @Test
    void crossesWhenItsFileIsRewritten() throws IOException, InterruptedException {
        Path file = directory.resolve("gateway.conf");
        Files.writeString(file, content(TlsMode.PLAIN));
        StoreConfig config =
                StoreConfig.builder().environment(Map.of()).configFile(file).build();

        try (Store store = Store.open(config);
                Traffic traffic = new Traffic(store, 5)) {
            assertThat(isEncrypted(store)).isFalse();

            Files.writeString(file, content(TlsMode.MUTUAL_TLS));
            await().atMost(Duration.ofSeconds(40)).until(() -> isEncrypted(store));
            traffic.awaitCalls(50);
            Files.writeString(file, content(TlsMode.PLAIN));
            await().atMost(Duration.ofSeconds(40)).until(() -> !isEncrypted(store));

            traffic.awaitCalls(50);
            traffic.assertNothingLost();
        }
    }
}
