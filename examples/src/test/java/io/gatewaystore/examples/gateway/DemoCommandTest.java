package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.examples.gateway.GatewayRun.Result;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

    private final StoreConfig config = GatewayRun.freshMemory();

    @Test
    void tellsItsStoryAndLeavesNothing() {
        Result result = GatewayRun.run(config, "demo");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("a adds billing", "b moves billing", "a removes mail")
                .contains("conflict, b was first")
                .contains("All three agree");
        assertThat(result.lines()
                        .subList(result.lines().size() - 3, result.lines().size()))
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("NAME"),
                        billing -> assertThat(billing).startsWith("billing  http://10.0.0.17:8080"),
                        search -> assertThat(search).startsWith("search   http://10.0.0.8:8080"));
        assertThat(storedKeys()).isZero();
    }

    @Test
    void everyChangeIsSeenByTheTwoOthers() {
        List<String> sights = GatewayRun.run(config, "demo").lines().stream()
                .filter(line -> line.contains(" sees, "))
                .map(line -> line.replaceAll(", \\d+ ms later", "")
                        .replaceAll(" \\(revision \\d+\\)", "")
                        .strip())
                .toList();

        assertThat(sights)
                .containsExactly(
                        "b sees: added billing http://10.0.0.7:8080",
                        "c sees: added billing http://10.0.0.7:8080",
                        "a sees: added search http://10.0.0.8:8080",
                        "c sees: added search http://10.0.0.8:8080",
                        "a sees: added mail https://10.0.0.9:8443",
                        "b sees: added mail https://10.0.0.9:8443",
                        "a sees: changed billing http://10.0.0.17:8080",
                        "c sees: changed billing http://10.0.0.17:8080",
                        "b sees: removed mail",
                        "c sees: removed mail");
    }

    @Test
    void runsBesideOthersOfItsKind() {
        assertThat(IntStream.range(0, 4).parallel().mapToObj(run -> GatewayRun.run(config, "demo")))
                .allSatisfy(
                        result -> assertThat(result.status()).as(result.err()).isZero());
        assertThat(storedKeys()).isZero();
    }

    private long storedKeys() {
        try (Store store = Store.open(config)) {
            return store.count(KeyRange.all()).keys();
        }
    }
}
