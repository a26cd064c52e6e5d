package io.gatewaystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadReportTest {

    private static List<String> verdicts(ReadRow... rows) {
        return new ReadReport("a machine", List.of(rows)).verdicts();
    }

    @Test
    void judgesHowOftenAReplicaIsReadAndWhatThatAllocates() {
        assertThat(verdicts(new ReadRow("replica", 1_000, 50, 1, 0.001), new ReadRow("replica", 10_000, 125, 1, 16)))
                .containsExactly(
                        "met   : a replica of 1000 keys is read 20.0 million times a second by one thread, wanted >= 10.0",
                        "MISSED: a replica of 10000 keys is read 8.0 million times a second by one thread, wanted >= 10.0",
                        "met   : a read from a replica of 1000 keys allocates 0.00 bytes, wanted < 1",
                        "MISSED: a read from a replica of 10000 keys allocates 16.00 bytes, wanted < 1");
    }

    @Test
    void leavesThePaceOfLargerOnesToTheTable() {
        assertThat(verdicts(new ReadRow("replica", 1_000_000, 700, 1, 0))).noneMatch(line -> line.contains("million"));
    }

    @Test
    void judgesTheMemoryBackendBesideASkipList() {
        ReadRow bare = new ReadRow("the JDK's skip list", 10_000, 200, 1, 0);

        assertThat(verdicts(new ReadRow("memory backend", 10_000, 500, 1, 480), bare))
                .containsExactly("met   : a read from the memory backend takes 2.50 of one from the JDK's skip list,"
                        + " wanted <= 3.00");
        assertThat(verdicts(new ReadRow("memory backend", 10_000, 700, 1, 480), bare))
                .allMatch(line -> line.startsWith("MISSED"));
    }
}
