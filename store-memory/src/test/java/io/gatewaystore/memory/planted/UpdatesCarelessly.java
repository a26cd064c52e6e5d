package io.gatewaystore.memory.planted;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.Updated;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Reads and then writes, whatever was written in between. The first updates find each other there, so that the fault shows in every run. */
final class UpdatesCarelessly extends FaultyStore {

    private final CountDownLatch read;

    private UpdatesCarelessly(Store sound, CountDownLatch read) {
        super(sound, other -> new UpdatesCarelessly(other, read));
        this.read = read;
    }

    /** A fault that shows when so many update at once, on whatever stores. */
    static Planting planting(String fault, String caughtBy, int updaters) {
        return Planting.inStores(fault, caughtBy, () -> {
            CountDownLatch read = new CountDownLatch(updaters);
            return sound -> new UpdatesCarelessly(sound, read);
        });
    }

    @Override
    public Updated update(String key, Function<Optional<Bytes>, Bytes> change) {
        Bytes value = change.apply(sound.get(key).map(Entry::value));
        ConditionFaults.meet(read);
        return new Updated(sound.put(key, value).revision(), value, true);
    }
}
