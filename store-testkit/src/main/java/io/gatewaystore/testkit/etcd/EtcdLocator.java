package io.gatewaystore.testkit.etcd;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds an etcd in the order the package description states, collecting why each place had none. */
final class EtcdLocator {

    static final String KIND = "GATEWAY_STORE_TEST_ETCD";
    static final String IMAGE = "GATEWAY_STORE_TEST_ETCD_IMAGE";
    static final String PUBLIC_IMAGE = "quay.io/coreos/etcd:v3.5.30";

    private final Map<String, String> environment;
    private final Map<String, String> properties;
    /** The release of Debian that has a series of etcd. */
    private static final Map<String, String> SUITES_OF_SERIES = Map.of("3.4", "bookworm");

    private final Supplier<EtcdBinary> packageManager;
    private final Function<String, EtcdBinary> release;
    private final Supplier<Optional<String>> containerTrouble;

    /**
     * Creates a locator.
     *
     * @param environment the environment variables
     * @param properties system properties, which come before environment variables of the same name
     * @param packageManager gets etcd from the machine's packages or throws {@link EtcdUnavailableException}
     * @param release gets etcd from a certain release of the machine's packages or throws the same
     * @param containerTrouble says why containers cannot be run, or nothing if they can
     */
    EtcdLocator(
            Map<String, String> environment,
            Map<String, String> properties,
            Supplier<EtcdBinary> packageManager,
            Function<String, EtcdBinary> release,
            Supplier<Optional<String>> containerTrouble) {
        this.environment = Map.copyOf(environment);
        this.properties = Map.copyOf(properties);
        this.packageManager = packageManager;
        this.release = release;
        this.containerTrouble = containerTrouble;
    }

    static EtcdLocator ofThisMachine() {
        Map<String, String> environment = System.getenv();
        DebianPackages packages = DebianPackages.ofThisMachine(environment);
        return new EtcdLocator(
                environment,
                settings(KIND, IMAGE),
                packages::etcd,
                suite -> packages.etcd(List.of(suite)),
                Containers::trouble);
    }

    private static Map<String, String> settings(String... names) {
        Map<String, String> settings = new HashMap<>();
        for (String name : names) {
            String value = System.getProperty(name);
            if (value != null) {
                settings.put(name, value);
            }
        }
        return settings;
    }

    /** Finds etcd of either kind, a binary first unless the settings ask for a container. */
    EtcdSource any() {
        String kind = setting(KIND, "");
        return switch (kind) {
            case "container" -> image();
            case "binary" -> binary();
            case "" -> binaryOrContainer();
            default -> throw new EtcdUnavailableException(KIND + ": " + kind + " (expected: binary or container)");
        };
    }

    EtcdImage image() {
        return new EtcdImage(setting(IMAGE, PUBLIC_IMAGE));
    }

    EtcdBinary binary() {
        List<String> failures = new ArrayList<>();
        return findBinary(failures).orElseThrow(() -> nothingFound(failures));
    }

    /** Finds an etcd that is too old for this library, on purpose. */
    EtcdBinary ofSeries(String series) {
        String variable = "ETCD_BIN_" + series.replace('.', '_');
        String named = environment.getOrDefault(variable, "");
        EtcdBinary binary = named.isEmpty() ? packagedSeries(series) : EtcdBinary.of(Path.of(named));
        if (!binary.version().startsWith(series + ".")) {
            throw new EtcdUnavailableException(
                    binary + " is not an etcd " + series + "; point " + variable + " at one.");
        }
        return binary;
    }

    private EtcdBinary packagedSeries(String series) {
        String suite = SUITES_OF_SERIES.get(series);
        if (suite == null) {
            throw new EtcdUnavailableException("no etcd " + series + " to test with (expected: one of "
                    + SUITES_OF_SERIES.keySet() + ", which releases of Debian have)");
        }
        return release.apply(suite);
    }

    /** Finds etcd's own tool, which archives and distributions do not always put beside etcd. */
    Path etcdctl() {
        return findBinary(new ArrayList<>())
                .flatMap(EtcdBinary::etcdctl)
                .or(() -> attempt("package manager", packageManager, new ArrayList<>())
                        .flatMap(EtcdBinary::etcdctl))
                .orElseThrow(
                        () -> new EtcdUnavailableException("No etcdctl to test with: there is none beside etcd, and the"
                                + " package manager has none. Set ETCD_BIN to an etcd that has etcdctl beside it."));
    }

    private EtcdSource binaryOrContainer() {
        List<String> failures = new ArrayList<>();
        Optional<EtcdBinary> binary = findBinary(failures);
        if (binary.isPresent()) {
            return binary.get();
        }
        Optional<String> trouble = containerTrouble.get();
        if (trouble.isEmpty()) {
            return image();
        }
        failures.add("container " + image().name() + ": " + trouble.get());
        throw nothingFound(failures);
    }

    private Optional<EtcdBinary> findBinary(List<String> failures) {
        String named = environment.getOrDefault("ETCD_BIN", "");
        if (!named.isEmpty()) {
            return Optional.of(named(Path.of(named)));
        }
        failures.add("ETCD_BIN: not set");
        return onPath(failures).or(() -> packaged(failures));
    }

    private static EtcdBinary named(Path file) {
        try {
            return newEnough(EtcdBinary.of(file));
        } catch (EtcdUnavailableException e) {
            throw new EtcdUnavailableException(
                    "ETCD_BIN: " + e.getMessage() + ". Point it at an etcd of version " + EtcdBinary.OLDEST
                            + " or later, or unset it to let one be found.",
                    e);
        }
    }

    private Optional<EtcdBinary> onPath(List<String> failures) {
        int before = failures.size();
        for (String directory : pathDirectories()) {
            Path file = Path.of(directory.isEmpty() ? "." : directory, "etcd");
            if (Files.isExecutable(file) && Files.isRegularFile(file)) {
                Optional<EtcdBinary> binary = attempt("PATH", () -> newEnough(EtcdBinary.of(file)), failures);
                if (binary.isPresent()) {
                    return binary;
                }
            }
        }
        if (failures.size() == before) {
            failures.add("PATH: no etcd on it");
        }
        return Optional.empty();
    }

    private List<String> pathDirectories() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .toList();
    }

    private Optional<EtcdBinary> packaged(List<String> failures) {
        return attempt("package manager", () -> newEnough(packageManager.get()), failures);
    }

    private static Optional<EtcdBinary> attempt(String where, Supplier<EtcdBinary> search, List<String> failures) {
        try {
            return Optional.of(search.get());
        } catch (EtcdUnavailableException e) {
            failures.add(where + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static EtcdBinary newEnough(EtcdBinary binary) {
        if (!binary.isAtLeast(EtcdBinary.OLDEST)) {
            throw new EtcdUnavailableException(
                    binary.path() + " is version " + binary.version() + ", older than " + EtcdBinary.OLDEST);
        }
        return binary;
    }

    private static EtcdUnavailableException nothingFound(List<String> failures) {
        return new EtcdUnavailableException("No etcd of version " + EtcdBinary.OLDEST
                + " or later to test with. Tried:\n  - " + String.join("\n  - ", failures)
                + "\nSet ETCD_BIN to an etcd executable, or provide a container engine.");
    }

    private String setting(String name, String otherwise) {
        @Nullable String value = properties.getOrDefault(name, environment.get(name));
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
