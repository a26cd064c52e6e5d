package io.gatewaystore.build;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class directories of all modules, read where the compiler left them: the jar of examples holds every dependency. */
final class CompiledClasses {

    private CompiledClasses() {}

    /** What the modules are made of. */
    static final class Main implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return in("target/classes");
        }
    }

    /** What the modules are made of and what tests them. */
    static final class MainAndTest implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Stream.of("target/classes", "target/test-classes")
                    .flatMap(directory -> in(directory).stream())
                    .collect(Collectors.toSet());
        }
    }

    /** Leaves out what JMH generates, which follows rules of its own. */
    static final class Written implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/jmh_generated/");
        }
    }

    private static Set<Location> in(String directory) {
        try (Stream<Path> modules = Files.list(Modules.ROOT)) {
            return modules.map(module -> module.resolve(directory))
                    .filter(Files::isDirectory)
                    .map(Location::of)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
