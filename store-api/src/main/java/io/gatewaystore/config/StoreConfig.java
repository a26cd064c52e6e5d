package io.gatewaystore.config;

import io.gatewaystore.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything a store needs to know before it opens: which backend, where it is, how it is secured, how long it is waited for.
 *
 * <p>A setting comes from the first of these places that has it: an explicit call of the {@link Builder}, the environment
 * variable of {@link StoreVariable}, the {@code [store]} section of one {@code gateway.conf}, the default. An empty variable
 * counts as not set. The settings of etcd are checked only if the backend is {@code etcd}; for any other backend those that
 * cannot be used are replaced by their defaults, with a warning.
 *
 * <pre>{@code
 * StoreConfig fromEnvironment = StoreConfig.load();
 *
 * StoreConfig explicit = StoreConfig.builder()
 *         .backend("etcd")
 *         .etcdHosts("etcd1", "etcd2", "etcd3")
 *         .requestTimeout(Duration.ofSeconds(2))
 *         .build();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class StoreConfig {

    private final General general;
    private final EtcdConfig etcd;
    private final List<String> warnings;
    private final Settings settings;

    StoreConfig(General general, EtcdConfig etcd, List<String> warnings, Settings settings) {
        this.general = general;
        this.etcd = etcd;
        this.warnings = List.copyOf(warnings);
        this.settings = settings;
    }

    /**
     * Reads the environment variables of this process and {@code gateway.conf}.
     *
     * @return the configuration
     * @throws ConfigurationException if anything is wrong, naming everything that is
     */
    public static StoreConfig load() {
        return builder().build();
    }

    /**
     * Starts from the environment variables of this process and {@code gateway.conf}, which calls of the builder override.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder(new SettingSources());
    }

    /**
     * The name of the backend that serves the store.
     *
     * @return {@code memory}, {@code etcd} or another name in lower case; whether such a backend exists shows when a store
     *     is opened
     */
    public String backend() {
        return general.backend();
    }

    /**
     * The prefix under which all keys of the store lie.
     *
     * @return the namespace without a slash at its end, or the empty string for the whole key space
     */
    public String namespace() {
        return general.namespace();
    }

    /**
     * The total deadline of a call that names none itself.
     *
     * @return 1 ms to 24 h
     */
    public Duration requestTimeout() {
        return general.requestTimeout();
    }

    /**
     * How long reaching the backend may take when a store is opened, name resolution included.
     *
     * @return 1 ms to 24 h
     */
    public Duration connectTimeout() {
        return general.connectTimeout();
    }

    /**
     * How long the entries of a session outlive the process that holds it.
     *
     * @return whole seconds, 5 s to 24 h
     */
    public Duration sessionTtl() {
        return general.sessionTtl();
    }

    /**
     * Whether a store opens although its backend cannot be reached, and keeps trying in the background.
     *
     * @return false if opening fails then
     */
    public boolean startAnyway() {
        return general.startAnyway();
    }

    /**
     * Whether a running store follows changes of {@link #configFile()}: it reads the file again, with the same precedence of builder and
     * environment, and goes by it as {@link io.gatewaystore.Store#reconfigure} does. What cannot be used is logged, and the store stays as it is.
     *
     * @return false if a store goes by the file as it was when the store was opened
     */
    public boolean followConfig() {
        return general.followConfig();
    }

    /**
     * The file that settings were read from.
     *
     * @return the {@code gateway.conf} as it was read, or empty if there was none
     */
    public Optional<ConfigFile> configFile() {
        return settings.configFile();
    }

    /**
     * The settings that {@link #configFile()} makes and that do not count, because the environment or the program makes them too. A password and the
     * file that holds it are one setting here: either of them, made in a higher place, takes the say from both in the file.
     *
     * @return the settings, in the order in which they are documented, each with the source of what counts instead
     */
    public Map<StoreVariable, String> overridden() {
        return settings.overridden();
    }

    /**
     * Starts from what this configuration was made of: the same calls of the builder, the same environment, and the same file, which
     * {@link Builder#build()} reads again. Made for {@link io.gatewaystore.Store#reconfigure}:
     *
     * <pre>{@code
     * store.reconfigure(config.toBuilder().etcdUseTls(true).etcdCaCertificateFile(ca).build());
     * }</pre>
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(settings.sources());
    }

    /**
     * How to reach etcd; of use only if {@link #backend()} is {@code etcd}.
     *
     * @return the settings, which were checked only in that case
     */
    public EtcdConfig etcd() {
        return etcd;
    }

    /**
     * A setting of a backend that this library does not bring: what the variable {@code GATEWAY_STORE_<BACKEND>_<NAME>} or the key
     * {@code <backend>_<name>} of {@code gateway.conf} says, a dash in the backend's name being an underscore there. Made for
     * {@link io.gatewaystore.spi.BackendProvider#open}.
     *
     * @param name the name without that of the backend, in lower case
     * @return the setting, or empty if it is not set; always empty for {@code memory} and {@code etcd}
     */
    public Optional<BackendSetting> backendSetting(String name) {
        return settings.own().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst();
    }

    /**
     * Warnings of settings that look as if they were the backend's and are not known to it.
     *
     * @param known the names of the settings it knows, in lower case
     * @return one line of text each, with the name that was probably meant
     */
    public List<String> unknownBackendSettings(Collection<String> known) {
        return OwnSettings.unknown(settings.own(), known);
    }

    /**
     * What is allowed and yet worth a look: misspelt variables, plaintext to another machine, a certificate that is not
     * used. To be logged once when a store opens.
     *
     * @return one line of text each, without secrets, in a fixed order
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Where the value of a setting came from.
     *
     * @param variable the setting
     * @return {@code builder} or what the program named, {@code environment}, {@code default}, {@code not set}, or a file with its section
     *     and key
     */
    public String source(StoreVariable variable) {
        return settings.get(variable).source();
    }

    /**
     * The effective settings as a table for people: variable, value, source. Secrets are redacted, and so is every
     * {@link #backendSetting}, since only the backend knows which of them are secret.
     *
     * @return several lines, always in the same order
     */
    public String explain() {
        return Explanation.of(this, settings);
    }

    /**
     * The effective settings that {@link #explain} shows, for programs that show them in another form.
     *
     * @return the settings in a fixed order, secrets redacted
     */
    public List<ExplainedSetting> explained() {
        return Explanation.rows(settings);
    }

    /**
     * The failure to report when no backend of the configured name is on the class path.
     *
     * @param available the names of the backends that are
     * @return the failure, with the Maven artifact to add or the name that was probably meant
     */
    public ConfigurationException unknownBackend(Collection<String> available) {
        return Backends.unknown(settings.get(StoreVariable.BACKEND), backend(), available);
    }

    @Override
    public String toString() {
        return "StoreConfig[" + general + ", etcd=" + etcd + "]";
    }

    /** The settings that are not particular to etcd. */
    record General(
            String backend,
            String namespace,
            Duration requestTimeout,
            Duration connectTimeout,
            Duration sessionTtl,
            boolean startAnyway,
            boolean followConfig) {}

    /**
     * Makes a {@link StoreConfig}. What is set here wins over the environment and {@code gateway.conf}, also where it is the
     * default: an empty text restores the default.
     *
     * <p>Values are checked by {@link #build()}, so that everything that is wrong is reported at once.
     *
     * <p>Not thread-safe; confine to one thread.
     */
    public static final class Builder {

        private final SettingSources sources;

        private Builder(SettingSources sources) {
            this.sources = sources;
        }

        /**
         * Which backend serves the store. If not called: {@link StoreVariable#BACKEND}, else {@code memory}.
         *
         * @param backend {@code memory}, {@code etcd} or the name of another backend on the class path
         * @return this builder
         */
        public Builder backend(String backend) {
            return set(StoreVariable.BACKEND, backend);
        }

        /**
         * The prefix under which all keys of the store lie. If not called: {@link StoreVariable#NAMESPACE}, else none.
         *
         * @param namespace for example {@code gateway/cluster_1}; empty for the whole key space
         * @return this builder
         */
        public Builder namespace(String namespace) {
            return set(StoreVariable.NAMESPACE, namespace);
        }

        /**
         * The members of the etcd cluster. If not called: {@link StoreVariable#ETCD_HOSTS}, else {@code localhost:2379}.
         *
         * @param hosts one member each, with or without a port, or several separated by spaces
         * @return this builder
         */
        public Builder etcdHosts(String... hosts) {
            return set(StoreVariable.ETCD_HOSTS, String.join(" ", hosts));
        }

        /**
         * Whether connections to etcd use TLS. If not called: {@link StoreVariable#ETCD_USE_TLS}, else false.
         *
         * @param useTls true for TLS, false for plaintext
         * @return this builder
         */
        public Builder etcdUseTls(boolean useTls) {
            return set(StoreVariable.ETCD_USE_TLS, String.valueOf(useTls));
        }

        /**
         * Whether this client presents a certificate. If not called: {@link StoreVariable#ETCD_CLIENT_CERT_AUTH}, else
         * false.
         *
         * @param clientCertAuth true for mutual TLS, which needs a certificate and a private key
         * @return this builder
         */
        public Builder etcdClientCertAuth(boolean clientCertAuth) {
            return set(StoreVariable.ETCD_CLIENT_CERT_AUTH, String.valueOf(clientCertAuth));
        }

        /**
         * The certificate authorities that may vouch for etcd. If not called:
         * {@link StoreVariable#ETCD_CA_CERTIFICATE_FILE}, else those the Java runtime trusts.
         *
         * @param file a PEM file
         * @return this builder
         */
        public Builder etcdCaCertificateFile(Path file) {
            return set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, file.toString());
        }

        /**
         * The certificate that this client presents. If not called: {@link StoreVariable#ETCD_CERTIFICATE_FILE}, else none.
         *
         * @param file a PEM file, the certificate first and then its intermediate certificates
         * @return this builder
         */
        public Builder etcdCertificateFile(Path file) {
            return set(StoreVariable.ETCD_CERTIFICATE_FILE, file.toString());
        }

        /**
         * The private key of the client certificate. If not called: {@link StoreVariable#ETCD_PRIVATE_KEY_FILE}, else none.
         *
         * @param file a PEM file
         * @return this builder
         */
        public Builder etcdPrivateKeyFile(Path file) {
            return set(StoreVariable.ETCD_PRIVATE_KEY_FILE, file.toString());
        }

        /**
         * The password of an encrypted private key. If not called: {@link StoreVariable#ETCD_PRIVATE_KEY_PASSWORD} or
         * {@link StoreVariable#ETCD_PRIVATE_KEY_PASSWORD_FILE}, else none.
         *
         * @param password the password
         * @return this builder
         */
        public Builder etcdPrivateKeyPassword(Secret password) {
            return set(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD, password.reveal());
        }

        /**
         * The name that etcd's certificate must carry. If not called: {@link StoreVariable#ETCD_SERVER_NAME}, else the host
         * that is connected to.
         *
         * @param serverName a host name or an IP address
         * @return this builder
         */
        public Builder etcdServerName(String serverName) {
            return set(StoreVariable.ETCD_SERVER_NAME, serverName);
        }

        /**
         * The etcd user to authenticate as. If not called: {@link StoreVariable#ETCD_USERNAME}, else none.
         *
         * @param username the name; needs a password
         * @return this builder
         */
        public Builder etcdUsername(String username) {
            return set(StoreVariable.ETCD_USERNAME, username);
        }

        /**
         * The password of the etcd user. If not called: {@link StoreVariable#ETCD_PASSWORD} or
         * {@link StoreVariable#ETCD_PASSWORD_FILE}, else none.
         *
         * @param password the password; needs a user name
         * @return this builder
         */
        public Builder etcdPassword(Secret password) {
            return set(StoreVariable.ETCD_PASSWORD, password.reveal());
        }

        /**
         * How long reaching etcd may take when a store is opened. If not called:
         * {@link StoreVariable#ETCD_CONNECT_TIMEOUT}, else 3 s.
         *
         * @param timeout 1 ms to 24 h
         * @return this builder
         */
        public Builder connectTimeout(Duration timeout) {
            return set(StoreVariable.ETCD_CONNECT_TIMEOUT, timeout.toString());
        }

        /**
         * The total deadline of a call. If not called: {@link StoreVariable#ETCD_REQUEST_TIMEOUT}, else 5 s.
         *
         * @param timeout 1 ms to 24 h
         * @return this builder
         */
        public Builder requestTimeout(Duration timeout) {
            return set(StoreVariable.ETCD_REQUEST_TIMEOUT, timeout.toString());
        }

        /**
         * How long the entries of a session outlive the process that holds it. If not called:
         * {@link StoreVariable#ETCD_SESSION_TTL}, else 15 s.
         *
         * @param ttl whole seconds, 5 s to 24 h
         * @return this builder
         */
        public Builder sessionTtl(Duration ttl) {
            return set(StoreVariable.ETCD_SESSION_TTL, ttl.toString());
        }

        /**
         * Whether a store opens although etcd cannot be reached. If not called: {@link StoreVariable#ETCD_START_ANYWAY},
         * else false.
         *
         * @param startAnyway true to keep trying in the background
         * @return this builder
         */
        public Builder startAnyway(boolean startAnyway) {
            return set(StoreVariable.ETCD_START_ANYWAY, String.valueOf(startAnyway));
        }

        /**
         * Whether reads, and writes, of single keys that are made while others are under way travel together, in one transaction. Under load that is
         * several times as fast. Writes that travelled together share one revision, and watches are told of them in one change set; a transaction
         * of {@link io.gatewaystore.Store#commit} always has a revision of its own. If not called: {@link StoreVariable#ETCD_COALESCING}, else true.
         *
         * @param coalescing false to let each travel by itself
         * @return this builder
         */
        public Builder coalescing(boolean coalescing) {
            return set(StoreVariable.ETCD_COALESCING, String.valueOf(coalescing));
        }

        /**
         * Whether a running store follows changes of {@code gateway.conf}. If not called: {@link StoreVariable#FOLLOW_CONFIG}, else false.
         *
         * @param followConfig true to follow them
         * @return this builder
         */
        public Builder followConfig(boolean followConfig) {
            return set(StoreVariable.FOLLOW_CONFIG, String.valueOf(followConfig));
        }

        /**
         * Sets a {@linkplain StoreConfig#backendSetting setting of the backend's own}. If not called: its variable, else its key in
         * {@code gateway.conf}, else not set. Without effect for {@code memory} and {@code etcd}.
         *
         * @param name the name without that of the backend, in lower case
         * @param value the value; empty for not set
         * @return this builder
         * @throws IllegalArgumentException if the name has other characters than lower case letters, digits and underscores
         */
        public Builder backendSetting(String name, String value) {
            sources.explicitOwn(OwnSettings.checkName(name), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Takes the given variables instead of those of this process. {@code gateway.conf} is then read only if
         * {@code GATEWAY_CONFIG} is among them or {@link #configFile} is called, so that an empty map leaves a configuration
         * that depends on nothing but this builder.
         *
         * @param environment variables by name; those of other programs are ignored
         * @return this builder
         */
        public Builder environment(Map<String, String> environment) {
            sources.environment(environment);
            return this;
        }

        /**
         * The file to read, whatever {@code GATEWAY_CONFIG} says and whatever lies in the usual places. It must exist.
         *
         * @param file a file of the form of {@code gateway.conf}
         * @return this builder
         */
        public Builder configFile(Path file) {
            sources.configFile(file);
            return this;
        }

        /**
         * Looks for {@code gateway.conf} in other places than the home directory and {@code /etc}.
         *
         * @param home instead of the home directory of the user
         * @param etc instead of {@code /etc}
         */
        Builder usualPlaces(Path home, Path etc) {
            sources.usualPlaces(home, etc);
            return this;
        }

        /**
         * Reads what was not set, checks everything and makes the configuration.
         *
         * @return the configuration
         * @throws ConfigurationException if anything is wrong, naming everything that is
         */
        public StoreConfig build() {
            return ConfigAssembly.of(sources);
        }

        /**
         * Makes a setting in the form that its variable has, for programs that take it from a place of their own, such as their command
         * line. The same as the method named after the setting, but for the source that errors and {@link StoreConfig#explain} name.
         *
         * @param variable the setting
         * @param value the value as the variable would hold it; empty for the default
         * @param source where the program has it from, for example {@code --endpoints}
         * @return this builder
         */
        public Builder setting(StoreVariable variable, String value, String source) {
            sources.explicit(
                    Objects.requireNonNull(variable, "variable"),
                    Objects.requireNonNull(value, variable.configKey()),
                    Objects.requireNonNull(source, "source"));
            return this;
        }

        private Builder set(StoreVariable variable, String value) {
            return setting(variable, value, SettingSources.BUILDER);
        }
    }
}
