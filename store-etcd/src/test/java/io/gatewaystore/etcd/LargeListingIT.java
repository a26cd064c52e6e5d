package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A range whose first keys do not let expect how large the others are. */
class LargeListingIT {

    private static final int TINY = 512;
    private static final int BATCH = 128;
    private static final int LARGE = 80;
    private static final Bytes MEBIBYTE = Bytes.copyOf(new byte[1 << 20]);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @Test
    void takesNoMessageThatIsFarTooLarge() {
        try (Store opened = new EtcdFixture(ETCD).open()) {
            Store store = opened.withDeadline(Duration.ofMinutes(2));
            for (int batch = 0; batch < TINY; batch += BATCH) {
                store.commit(Txn.of(IntStream.range(batch, batch + BATCH)
                        .mapToObj(i -> Operation.put("a%05d".formatted(i), Bytes.utf8("v")))
                        .toArray(Operation[]::new)));
            }
            for (int i = 0; i < LARGE; i++) {
                store.put("b%05d".formatted(i), MEBIBYTE);
            }

            Response.Range page = store.unwrap(Backend.class)
                    .orElseThrow()
                    .range(
                            new Request.Range(KeyRange.all(), TINY + LARGE, 0, false, Request.Shape.ENTRIES),
                            Deadline.after(Duration.ofMinutes(2)))
                    .join();
            Listing listing = store.list(KeyRange.all());

            assertThat(bytes(page)).isLessThan(PageCall.LONGEST_ANSWER);
            assertThat(page.entries()).isNotEmpty();
            assertThat(page.more()).isTrue();
            assertThat(page.count()).isEqualTo(TINY + LARGE);
            assertThat(listing.entries()).hasSize(TINY + LARGE);
            assertThat(listing.entries().get(TINY).value()).isEqualTo(MEBIBYTE);
        }
    }

    private static long bytes(Response.Range page) {
        return page.entries().stream().mapToLong(entry -> entry.value().size()).sum();
    }
}
