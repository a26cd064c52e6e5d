package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of a result that takes several calls. */
class ComposedCallTest {

    private static final class Composed extends ComposedCall<String> {}

    private final Composed composed = new Composed();
    private final CompletableFuture<String> first = new CompletableFuture<>();

    @Test
    void failsIfItCannotGoOn() {
        Error full = new OutOfMemoryError("planted");
        composed.follow(first, (answer, failure) -> {
            throw full;
        });

        first.complete("answer");

        assertThat(composed).isCompletedExceptionally();
        assertThatThrownBy(composed::join).hasCause(full);
    }

    @Test
    void takesTheCallWithItWhenItIsCancelled() {
        composed.follow(first, (answer, failure) -> composed.complete(answer));

        composed.cancel(false);

        assertThat(first).isCancelled();
    }
}
