package io.gatewaystore.memory.planted;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.codec.TypedStore;
import io.gatewaystore.error.CodecException;
import java.util.List;

/** Faults of typed views. */
final class TypedFaults {

    private static final Bytes PADDING = Bytes.utf8(" ");

    private TypedFaults() {}

    static List<Planting> plantings() {
        return List.of(
                coding(
                        "a typed view takes malformed bytes for text",
                        "TypedViews.doesNotTakeMalformedBytesForText",
                        Repairing::new),
                coding(
                        "a typed view shows the value that does not decode",
                        "TypedViews.namesTheKeyAndHidesTheValueThatDoesNotDecode",
                        Showing::new),
                coding("a typed view pads its values", "TypedViews.readsBackTheValuesItWrote", Padding::new),
                Planting.inStore(
                        "a typed view replaces what was changed",
                        "TypedViews.replacesAndUpdatesThroughTheCodec",
                        ReplacesAnything::new));
    }

    /** Gives a codec a fault. */
    private interface Breaking {
        <T> Codec<T> broken(Codec<T> sound);
    }

    private static Planting coding(String fault, String caughtBy, Breaking breaking) {
        return Planting.inStore(fault, caughtBy, sound -> new Views(sound, breaking));
    }

    private static final class Views extends FaultyStore {
        private final Breaking breaking;

        Views(Store sound, Breaking breaking) {
            super(sound, other -> new Views(other, breaking));
            this.breaking = breaking;
        }

        @Override
        public <T> TypedStore<T> typed(Codec<T> codec) {
            return sound.typed(breaking.broken(codec));
        }
    }

    private record Repairing<T>(Codec<T> sound) implements Codec<T> {
        @Override
        public Bytes encode(T value) {
            return sound.encode(value);
        }

        @Override
        public T decode(Bytes bytes) {
            return sound.decode(Bytes.utf8(bytes.toUtf8()));
        }
    }

    private record Showing<T>(Codec<T> sound) implements Codec<T> {
        @Override
        public Bytes encode(T value) {
            return sound.encode(value);
        }

        @Override
        public T decode(Bytes bytes) {
            try {
                return sound.decode(bytes);
            } catch (CodecException e) {
                throw new CodecException(bytes.toUtf8() + ": " + e.getMessage(), e);
            }
        }
    }

    private record Padding<T>(Codec<T> sound) implements Codec<T> {
        @Override
        public Bytes encode(T value) {
            return sound.encode(value).concat(PADDING);
        }

        @Override
        public T decode(Bytes bytes) {
            return sound.decode(Bytes.utf8(bytes.toUtf8().trim()));
        }
    }

    private static final class ReplacesAnything extends FaultyStore {
        ReplacesAnything(Store sound) {
            super(sound, ReplacesAnything::new);
        }

        @Override
        public WriteResult replace(String key, long modRevision, Bytes value, WriteOptions options) {
            return sound.put(key, value, options);
        }
    }
}
