package io.gatewaystore.testkit.etcd;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gets etcd from the package archive a Debian machine is set up with, without installing it and without being root: a
 * private set of apt directories names the same archive with a newer suite, and the packages are unpacked into a cache in the
 * user's home directory.
 *
 * <p>The suite of the machine itself may be too old: etcd 3.5 came with the release after Debian 12.
 */
final class DebianPackages {

    /** Newest first: newer patch releases of etcd have fewer faults of their own. */
    private static final List<String> SUITES = List.of("forky", "trixie");

    private static final List<String> PACKAGES = List.of("etcd-server", "etcd-client");
    private static final Duration COMMAND_TIME = Duration.ofMinutes(5);

    /** One JVM may not ask twice for the same file lock. */
    private static final Object IN_THIS_JVM = new Object();

    private final Path aptDirectory;
    private final Path osRelease;
    private final Path cache;
    private final String aptGet;
    private final String dpkg;

    /**
     * Creates the search.
     *
     * @param aptDirectory the machine's apt configuration
     * @param osRelease the file that says what machine this is
     * @param cache where unpacked packages are kept
     * @param aptGet the command to fetch packages with
     * @param dpkg the command to unpack packages with
     */
    DebianPackages(Path aptDirectory, Path osRelease, Path cache, String aptGet, String dpkg) {
        this.aptDirectory = aptDirectory;
        this.osRelease = osRelease;
        this.cache = cache;
        this.aptGet = aptGet;
        this.dpkg = dpkg;
    }

    static DebianPackages ofThisMachine(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = configured.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(configured);
        return new DebianPackages(
                Path.of("/etc/apt"), Path.of("/etc/os-release"), caches.resolve("gateway-store"), "apt-get", "dpkg");
    }

    /**
     * Returns the etcd unpacked before, or fetches it.
     *
     * @throws EtcdUnavailableException if this is no Debian, or its archive cannot be reached or has no such package
     */
    EtcdBinary etcd() {
        return etcd(SUITES);
    }

    /**
     * Does the same with the packages of certain suites, whatever the version of etcd in them.
     *
     * @throws EtcdUnavailableException if this is no Debian, or none of the suites can be had
     */
    EtcdBinary etcd(List<String> suites) {
        String codename = debianCodename();
        List<String> failures = new ArrayList<>();
        for (String suite : suites) {
            try {
                return locked(suite, () -> unpackedOrFetched(suite, codename));
            } catch (EtcdUnavailableException e) {
                failures.add(suite + ": " + e.getMessage());
            } catch (IOException e) {
                failures.add(suite + ": " + e);
            }
        }
        throw new EtcdUnavailableException(String.join("; ", failures));
    }

    private String debianCodename() {
        try {
            Map<String, String> release = OsRelease.read(osRelease);
            String codename = release.getOrDefault("VERSION_CODENAME", "");
            if (!"debian".equals(release.get("ID")) || codename.isEmpty()) {
                throw new EtcdUnavailableException(
                        "not a Debian release (" + osRelease + " says " + release.get("ID") + ")");
            }
            return codename;
        } catch (IOException e) {
            throw new EtcdUnavailableException("not a Debian machine: no " + osRelease, e);
        }
    }

    private EtcdBinary unpackedOrFetched(String suite, String codename) throws IOException {
        Path unpacked = cache.resolve("etcd-" + suite);
        Optional<EtcdBinary> before = usable(unpacked);
        if (before.isPresent()) {
            return before.get();
        }
        Path work = Files.createTempDirectory(cache, "etcd-" + suite + "-");
        try {
            Path fresh = fetch(suite, codename, work);
            EtcdBinary.of(executable(fresh));
            Directories.delete(unpacked);
            Files.move(fresh, unpacked, StandardCopyOption.ATOMIC_MOVE);
            return EtcdBinary.of(executable(unpacked));
        } finally {
            Directories.delete(work);
        }
    }

    private static Optional<EtcdBinary> usable(Path unpacked) {
        try {
            return Optional.of(EtcdBinary.of(executable(unpacked)));
        } catch (EtcdUnavailableException e) {
            return Optional.empty();
        }
    }

    private static Path executable(Path root) {
        return root.resolve("usr/bin/etcd");
    }

    private Path fetch(String suite, String codename, Path work) throws IOException {
        Path sources = Files.createDirectory(work.resolve("sources"));
        int archives = AptSources.read(aptDirectory).writeWithSuite(codename, suite, sources);
        if (archives == 0) {
            throw new EtcdUnavailableException(
                    "no archive of suite " + codename + " among the sources in " + aptDirectory);
        }
        Files.createDirectories(work.resolve("lists/partial"));
        Files.createDirectories(work.resolve("cache/archives/partial"));
        List<String> apt = List.of(
                aptGet,
                "-o",
                "Dir::Etc::sourcelist=/dev/null",
                "-o",
                "Dir::Etc::sourceparts=" + sources,
                "-o",
                "Dir::State::lists=" + work.resolve("lists"),
                "-o",
                "Dir::Cache=" + work.resolve("cache"),
                // As root, apt would otherwise fetch as a user who may not enter the home directory.
                "-o",
                "APT::Sandbox::User=",
                "-q");
        run(work, apt, List.of("update"));
        List<String> download = new ArrayList<>(List.of("download"));
        download.addAll(PACKAGES);
        run(work, apt, download);
        Path fresh = Files.createDirectory(work.resolve("root"));
        for (Path packageFile : packageFiles(work)) {
            run(work, List.of(dpkg, "-x"), List.of(packageFile.toString(), fresh.toString()));
        }
        return fresh;
    }

    private static List<Path> packageFiles(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.filter(file -> file.toString().endsWith(".deb")).toList();
        }
    }

    private static void run(Path directory, List<String> command, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(arguments);
        Commands.Result result = Commands.run(directory, COMMAND_TIME, line);
        if (result.status() != 0) {
            throw new EtcdUnavailableException(command.get(0) + " " + String.join(" ", arguments)
                    + " failed with status " + result.status() + ": " + result.lastLines());
        }
    }

    private EtcdBinary locked(String suite, Fetch fetch) throws IOException {
        synchronized (IN_THIS_JVM) {
            Files.createDirectories(cache);
            Path lockFile = cache.resolve("etcd-" + suite + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("could not lock " + lockFile);
                }
                return fetch.run();
            }
        }
    }

    @FunctionalInterface
    private interface Fetch {
        EtcdBinary run() throws IOException;
    }
}
