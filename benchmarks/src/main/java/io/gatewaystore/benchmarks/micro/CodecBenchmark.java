package io.gatewaystore.benchmarks.micro;

import io.gatewaystore.Bytes;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.codec.JsonCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What codecs take. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

    private static final Service SERVICE = new Service("billing", "10.0.0.17", 8443, 3);

    private final Codec<Service> json = JsonCodec.of(Service.class);
    private final Bytes encodedJson = json.encode(SERVICE);
    private final Bytes encodedText = Codec.text().encode(SERVICE.toString());

    /** What a gateway would keep.
     *
     * @param name its name
     * @param host where it is
     * @param port the port there
     * @param weight its share of the calls
     */
    public record Service(String name, String host, int port, int weight) {}

    /** A value to JSON. */
    @Benchmark
    public Object encodeJson() {
        return json.encode(SERVICE);
    }

    /** JSON to a value. */
    @Benchmark
    public Object decodeJson() {
        return json.decode(encodedJson);
    }

    /** Bytes to text. */
    @Benchmark
    public Object decodeText() {
        return Codec.text().decode(encodedText);
    }
}
