package io.gatewaystore.examples.dispatch;

import io.gatewaystore.Store;
import io.gatewaystore.examples.Terminal;
import java.time.Duration;
import java.util.Optional;

/**
 * Has something done by whatever core is active and whatever runners are there:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.dispatch.Submit "some text"}.
 */
public final class Submit {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Submit() {}

    /**
     * Prints what came of it.
     *
     * @param args what to do
     */
    public static void main(String[] args) {
        Terminal.prepare();
        Optional<String> result;
        try (Store store = Store.open()) {
            result = new Jobs(store).run(args[0], PATIENCE);
        }
        System.out.println(result.orElse("not done yet"));
        System.exit(result.isPresent() ? 0 : 1);
    }
}
