package io.gatewaystore.testkit.etcd;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An etcd executable on this machine and its version.
 *
 * <p>Immutable.
 */
public final class EtcdBinary implements EtcdSource {

    static final String OLDEST = "3.5";

    private static final Pattern VERSION_LINE = Pattern.compile("etcd Version: (\\S+)");
    private static final Duration ANSWER_TIME = Duration.ofSeconds(20);

    private final Path path;
    private final String version;

    private EtcdBinary(Path path, String version) {
        this.path = path;
        this.version = version;
    }

    /**
     * Finds an etcd of version 3.5 or later: by {@code ETCD_BIN}, on the {@code PATH}, or by the machine's package manager,
     * which may take a minute the first time.
     *
     * @return the executable
     * @throws EtcdUnavailableException if there is none; the message lists what was tried
     */
    public static EtcdBinary locate() {
        return EtcdLocator.ofThisMachine().binary();
    }

    /**
     * Finds an etcd of an old series, for tests of what happens when one is met: by {@code ETCD_BIN_3_4} for the series 3.4 and so on, or by
     * the machine's package manager, from the release of Debian that has it.
     *
     * @param series the first two numbers of the version, for instance {@code 3.4}
     * @return the executable
     * @throws EtcdUnavailableException if there is none
     */
    public static EtcdBinary locate(String series) {
        return EtcdLocator.ofThisMachine().ofSeries(series);
    }

    /**
     * Takes a given executable, of whatever version.
     *
     * @param path the file
     * @return the executable
     * @throws EtcdUnavailableException if the file is not an etcd that runs here
     */
    public static EtcdBinary of(Path path) {
        Path file = path.toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new EtcdUnavailableException(file + " is not a file");
        }
        if (!Files.isExecutable(file)) {
            throw new EtcdUnavailableException(file + " is not executable");
        }
        return new EtcdBinary(file, askVersion(file));
    }

    /**
     * Returns the executable.
     *
     * @return an absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * Returns the version the executable reports.
     *
     * @return for instance {@code 3.5.30}
     */
    public String version() {
        return version;
    }

    /**
     * Returns the {@code etcdctl} that lies beside the executable.
     *
     * @return the tool, or empty if there is none
     */
    public Optional<Path> etcdctl() {
        return Optional.of(path.resolveSibling("etcdctl")).filter(Files::isExecutable);
    }

    /**
     * Returns the {@code etcdutl} that lies beside the executable.
     *
     * @return the tool, or empty if there is none
     */
    public Optional<Path> etcdutl() {
        return Optional.of(path.resolveSibling("etcdutl")).filter(Files::isExecutable);
    }

    /** Returns {@code binary <path>}. */
    @Override
    public String description() {
        return "binary " + path;
    }

    @Override
    public String toString() {
        return description() + " (" + version + ")";
    }

    boolean isAtLeast(String other) {
        return Version.parse(version).compareTo(Version.parse(other)) >= 0;
    }

    private static String askVersion(Path file) {
        try {
            Commands.Result result = Commands.run(ANSWER_TIME, List.of(file.toString(), "--version"));
            Matcher line = VERSION_LINE.matcher(result.output());
            if (result.status() != 0 || !line.find()) {
                throw new EtcdUnavailableException(file + " --version does not answer like etcd (status "
                        + result.status() + "): " + result.lastLines());
            }
            return Version.parse(line.group(1)).toString();
        } catch (IOException | IllegalArgumentException e) {
            throw new EtcdUnavailableException(file + " --version failed: " + e.getMessage(), e);
        }
    }
}
