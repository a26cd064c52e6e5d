package io.gatewaystore.examples.gateway;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.codec.JsonCodec;
import io.gatewaystore.codec.TypedStore;
import io.gatewaystore.error.CodecException;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The services of a fleet: one key for each under {@code services/}, its value JSON. */
final class ServiceCatalog {

    private static final String DIRECTORY = "services";
    private static final KeyRange ALL = KeyRange.directory(DIRECTORY);
    private static final JsonCodec<Service> CODEC = JsonCodec.of(Service.class);

    private final Store store;
    private final TypedStore<Service> services;

    ServiceCatalog(Store store) {
        this.store = store;
        this.services = store.typed(CODEC);
    }

    long put(Service service) {
        return services.put(key(service.name()), service).revision();
    }

    /** Writes unless somebody has written since the service was seen. */
    WriteResult replace(RegisteredService seen, Service service) {
        return store.replace(key(seen.name()), seen.revision(), CODEC.encode(service));
    }

    /** True if there was one. */
    boolean delete(String name) {
        return store.delete(key(name)).keys() > 0;
    }

    Services list() {
        return decode(store.list(ALL));
    }

    /** Feeds a live copy with what there is and with every change from then on. */
    Watch follow(LiveServices copy) {
        loadJson();
        return store.watch(ALL, WatchOptions.snapshotThenChanges(), copy);
    }

    /** So that the first change need not wait for Jackson to load its classes. */
    private static void loadJson() {
        Service any = new Service("any", "http://any");
        CODEC.decode(CODEC.encode(any));
    }

    static Services decode(Listing listing) {
        List<RegisteredService> registered = new ArrayList<>();
        List<Undecodable> undecodable = new ArrayList<>();
        listing.forEach(entry -> decode(entry, registered::add, undecodable::add));
        return new Services(listing.revision(), List.copyOf(registered), List.copyOf(undecodable));
    }

    /** Hands an entry to one of the two, as what it proves to be. The key, not the value, decides how a service is called. */
    static void decode(Entry entry, Consumer<RegisteredService> service, Consumer<Undecodable> other) {
        RegisteredService decoded;
        try {
            String name = Service.checkedName(name(entry.key()));
            decoded = new RegisteredService(name, CODEC.decode(entry.value()).url(), entry.modRevision());
        } catch (CodecException | IllegalArgumentException e) {
            other.accept(new Undecodable(entry.key(), entry.modRevision(), String.valueOf(e.getMessage())));
            return;
        }
        service.accept(decoded);
    }

    static String name(String key) {
        return key.substring(DIRECTORY.length() + 1);
    }

    private static String key(String name) {
        return DIRECTORY + "/" + name;
    }
}
