package io.gatewaystore.benchmarks;

import io.gatewaystore.benchmarks.micro.MemoryBenchmark;
import io.gatewaystore.benchmarks.micro.ReplicaBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures reads that ask nobody, with JMH. */
@Command(
        name = "reads",
        mixinStandardHelpOptions = true,
        description = "Measures reads from a replica and from the memory backend, beside collections of the JDK.")
final class Reads implements Callable<Integer> {

    @Option(
            names = "--keys",
            split = ",",
            description = "How many a replica has. Default: ${DEFAULT-VALUE}",
            defaultValue = "1000,10000,1000000")
    private List<String> keys = List.of();

    @Option(
            names = "--forks",
            description = "In how many processes, one after another; 0 is in this one. Default: ${DEFAULT-VALUE}",
            defaultValue = "3")
    private int forks;

    @Option(
            names = "--seconds",
            description = "How long each of three iterations that do not count, and of five that do, takes. Default: "
                    + "${DEFAULT-VALUE}",
            defaultValue = "1")
    private double seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, RunnerException {
        ReadReport report = ReadReport.of(Machine.describe(), new Runner(options()).run());
        report.print(System.out);
        if (json != null) {
            Json.write(report, json);
        }
        return 0;
    }

    private Options options() {
        TimeValue time = TimeValue.nanoseconds((long) (seconds * 1e9));
        return new OptionsBuilder()
                .include(ReplicaBenchmark.class.getName())
                .include(MemoryBenchmark.class.getName() + "\\.(get|bareSkipListGet)$")
                .param("keys", keys.toArray(String[]::new))
                .forks(forks)
                .warmupTime(time)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build();
    }
}
