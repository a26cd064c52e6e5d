package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.UnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExitCodesTest {

    private final StringWriter err = new StringWriter();

    @Test
    void saysWhereWhyAndWhatToDoWithoutAStackTrace() {
        Attempt attempt =
                new Attempt("etcd1:2379", ConnectionFailure.REFUSED, "nothing listens there", "Start etcd there.");

        int status = statusAfter(new ConnectionFailedException(List.of(attempt), null));

        assertThat(status).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("gateway: cannot connect to the store: etcd1:2379: nothing listens there")
                .contains("Start etcd there.")
                .doesNotContain("\tat ");
    }

    @Test
    void namesEveryBadVariableAtOnce() {
        int status = Gateway.commandLine(
                        () -> StoreConfig.builder()
                                .environment(Map.of(
                                        "GATEWAY_STORE_BACKEND", "etcd",
                                        "GATEWAY_STORE_ETCD_HOSTS", "host:99999",
                                        "GATEWAY_STORE_ETCD_USE_TLS", "maybe",
                                        "GATEWAY_STORE_ETCD_REQUEST_TIMEOUT", "soon"))
                                .build(),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err, true))
                .execute("get", "services");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "GATEWAY_STORE_ETCD_HOSTS", "GATEWAY_STORE_ETCD_USE_TLS", "GATEWAY_STORE_ETCD_REQUEST_TIMEOUT")
                .doesNotContain("\tat ");
    }

    @Test
    void tellsAStoreThatFailedFromAFaultOfItsOwn() {
        assertThat(statusAfter(new UnavailableException("no leader", null, Outcome.UNKNOWN)))
                .isEqualTo(3);
        assertThat(statusAfter(new ConfigurationException(List.of(
                        new ConfigurationException.Problem("GATEWAY_STORE_BACKEND", "environment", "unknown")))))
                .isEqualTo(2);
        assertThat(statusAfter(new IllegalStateException("a fault"))).isEqualTo(70);
    }

    private int statusAfter(RuntimeException failure) {
        CommandLine gateway = Gateway.commandLine(
                () -> {
                    throw failure;
                },
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true));
        return gateway.execute("get", "services");
    }
}
