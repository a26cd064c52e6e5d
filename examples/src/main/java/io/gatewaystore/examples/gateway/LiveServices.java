package io.gatewaystore.examples.gateway;

import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One gateway's live copy of the services, fed by a watch: what it would route by, without asking the store. */
final class LiveServices implements WatchListener {

    /** Is told in the order of the store's revisions, on the store's threads. */
    interface Observer {

        void onStart(Services services);

        void onEvent(ServiceEvent event);
    }

    private final Map<String, RegisteredService> byName = new ConcurrentHashMap<>();
    private final Observer observer;

    LiveServices(Observer observer) {
        this.observer = observer;
    }

    Map<String, RegisteredService> byName() {
        return Map.copyOf(byName);
    }

    @Override
    public void onSnapshot(Listing snapshot) {
        Services services = ServiceCatalog.decode(snapshot);
        services.registered().forEach(service -> byName.put(service.name(), service));
        observer.onStart(services);
    }

    @Override
    public void onChanges(ChangeSet changes) {
        for (Change change : changes) {
            if (change instanceof Change.Put put) {
                written(put.entry());
            } else {
                removed(change.key(), change.revision());
            }
        }
    }

    @Override
    public void onResync(Resync resync) {
        observer.onEvent(new ServiceEvent.Gap(resync.reason(), resync.revision()));
        WatchListener.super.onResync(resync);
    }

    private void written(Entry entry) {
        ServiceCatalog.decode(entry, this::stored, this::spoilt);
    }

    private void stored(RegisteredService service) {
        boolean known = byName.put(service.name(), service) != null;
        observer.onEvent(known ? new ServiceEvent.Changed(service) : new ServiceEvent.Added(service));
    }

    private void spoilt(Undecodable entry) {
        byName.remove(ServiceCatalog.name(entry.key()));
        observer.onEvent(new ServiceEvent.Spoilt(entry));
    }

    private void removed(String key, long revision) {
        String name = ServiceCatalog.name(key);
        byName.remove(name);
        observer.onEvent(new ServiceEvent.Removed(name, revision));
    }
}
