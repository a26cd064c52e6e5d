package io.gatewaystore.credentials.procedure;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the tests that need a process of their own. */
final class Programs {

    private Programs() {}

    /** The words that run a class, in a virtual machine that starts fast: it will not live long enough for good code to pay off. */
    static List<String> java(Class<?> main, String... arguments) {
        return Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()),
                        Stream.of(arguments))
                .toList();
    }
}
