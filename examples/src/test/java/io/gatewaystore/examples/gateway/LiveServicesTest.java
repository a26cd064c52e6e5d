package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveServicesTest {

    private final List<ServiceEvent> events = new ArrayList<>();
    private final LiveServices live = new LiveServices(new LiveServices.Observer() {
        @Override
        public void onStart(Services services) {}

        @Override
        public void onEvent(ServiceEvent event) {
            events.add(event);
        }
    });

    @Test
    void tellsAChangedServiceFromANewOne() {
        live.onSnapshot(new Listing(5, List.of(service("a", 5))));

        live.onChanges(new ChangeSet(6, List.of(written(service("a", 6)), written(service("b", 6)))));

        assertThat(events)
                .containsExactly(
                        new ServiceEvent.Changed(new RegisteredService("a", "http://a", 6)),
                        new ServiceEvent.Added(new RegisteredService("b", "http://b", 6)));
        assertThat(live.byName()).containsOnlyKeys("a", "b");
    }

    @Test
    void forgetsWhatIsNoLongerAService() {
        live.onSnapshot(new Listing(5, List.of(service("a", 5), service("b", 4))));

        live.onChanges(new ChangeSet(6, List.of(written(entry("services/a", "{", 6)))));
        live.onChanges(new ChangeSet(7, List.of(new Change.Delete("services/b", 7, Optional.empty()))));

        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOf(ServiceEvent.Spoilt.class);
        assertThat(events.get(1)).isEqualTo(new ServiceEvent.Removed("b", 7));
        assertThat(live.byName()).isEmpty();
    }

    @Test
    void bridgesAGapInTheHistory() {
        live.onSnapshot(new Listing(5, List.of(service("a", 5), service("b", 4))));
        Listing now = new Listing(90, List.of(service("a", 80), service("c", 90)));

        live.onResync(new Resync(
                Resync.Reason.COMPACTED,
                now,
                List.of(
                        written(service("a", 80)),
                        new Change.Delete("services/b", 4, Optional.empty()),
                        written(service("c", 90)))));

        assertThat(events)
                .containsExactly(
                        new ServiceEvent.Gap(Resync.Reason.COMPACTED, 90),
                        new ServiceEvent.Changed(new RegisteredService("a", "http://a", 80)),
                        new ServiceEvent.Removed("b", 4),
                        new ServiceEvent.Added(new RegisteredService("c", "http://c", 90)));
        assertThat(live.byName()).containsOnlyKeys("a", "c");
    }

    private static Change written(Entry entry) {
        return new Change.Put(entry, Optional.empty());
    }

    private static Entry service(String name, long revision) {
        return entry("services/" + name, "{\"name\":\"" + name + "\",\"url\":\"http://" + name + "\"}", revision);
    }

    private static Entry entry(String key, String value, long revision) {
        return new Entry(key, Bytes.utf8(value), 1, revision, 1, false);
    }
}
