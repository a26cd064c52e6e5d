package io.gatewaystore.build;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of the applications in {@code build-tests/consumers}, to be run with the class path that Maven gave it and nothing else. */
final class Consumer {

    private static final Path CONSUMERS = Modules.ROOT.resolve("build-tests/consumers");
    private static final long PATIENCE_SECONDS = 60;

    private final Path target;

    Consumer(String name) {
        target = CONSUMERS.resolve(name).resolve("target");
    }

    /** The file names of the libraries. */
    List<String> libraries() throws IOException {
        return Stream.of(libraryPath().split(File.pathSeparator))
                .map(library -> Path.of(library).getFileName().toString())
                .toList();
    }

    /** Runs a main class from the class path. */
    List<String> run(String mainClass, Map<String, String> environment) throws Exception {
        return run(List.of("-cp", path(), mainClass), environment);
    }

    /** Runs the main class of a module from the module path. */
    List<String> runModule(String module, String mainClass) throws Exception {
        return run(List.of("--module-path", path(), "--module", module + "/" + mainClass), Map.of());
    }

    private String path() throws IOException {
        return target.resolve("classes") + File.pathSeparator + libraryPath();
    }

    private String libraryPath() throws IOException {
        return Files.readString(target.resolve("class-path")).strip();
    }

    private List<String> run(List<String> arguments, Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Path output = Files.createTempFile(target, "output-", ".txt");
        Path errors = Files.createTempFile(target, "errors-", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("failed: " + command + "\n" + Files.readString(errors));
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }
}
