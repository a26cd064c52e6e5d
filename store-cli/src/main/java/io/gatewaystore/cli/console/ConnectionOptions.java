package io.gatewaystore.cli.console;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConfigurationException.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options that say which store, and how to reach it. They win over the environment, which wins over {@code gateway.conf}. Those that
 * etcdctl has too are spelt as there.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public final class ConnectionOptions {

    private static final String ENDPOINTS = "--endpoints";
    private static final String USER = "--user";
    private static final String ETCD = "etcd";

    private final Supplier<StoreConfig.Builder> surroundings;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The gateway.conf to read, instead of that of GATEWAY_CONFIG, ~/.gateway.d or /etc/gateway."
                    + " The environment wins over it, as it does for gateways.")
    private @Nullable Path configFile;

    @Option(
            names = ENDPOINTS,
            scope = ScopeType.INHERIT,
            paramLabel = "URLS",
            description =
                    "The members of the etcd cluster, separated by commas: https://host:port means TLS, http://host:port"
                            + " plaintext, and host:port what the other options or the environment say.")
    private @Nullable String endpoints;

    @Option(
            names = "--cacert",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The certificate authorities that may vouch for etcd (PEM).")
    private @Nullable String caCertificate;

    @Option(
            names = "--cert",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The certificate to present to etcd (PEM); needs --key.")
    private @Nullable String certificate;

    @Option(
            names = "--key",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The private key of that certificate (PEM).")
    private @Nullable String privateKey;

    @Option(
            names = "--credentials-dir",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Stands for --cacert DIR/ca.crt --cert DIR/client.crt --key DIR/client.key.")
    private @Nullable Path credentialsDirectory;

    @Option(
            names = "--server-name",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "The name that etcd's certificate must carry, if it is not that of the host.")
    private @Nullable String serverName;

    @Option(
            names = USER,
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description =
                    "The etcd user. The password comes from --password-file, is asked for on a terminal, or else comes from"
                            + " GATEWAY_STORE_ETCD_PASSWORD_FILE or GATEWAY_STORE_ETCD_PASSWORD.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "A file that holds the user's password.")
    private @Nullable String passwordFile;

    @Option(
            names = "--namespace",
            scope = ScopeType.INHERIT,
            paramLabel = "PREFIX",
            description = "The prefix under which keys lie; an empty one stands for the whole key space.")
    private @Nullable String namespace;

    @Option(
            names = {"--connect-timeout", "--dial-timeout"},
            scope = ScopeType.INHERIT,
            paramLabel = "TIME",
            description = "How long reaching a member may take, such as 3s.")
    private @Nullable String connectTimeout;

    @Option(
            names = {"--request-timeout", "--command-timeout"},
            scope = ScopeType.INHERIT,
            paramLabel = "TIME",
            description = "How long a request may take in all, such as 5s.")
    private @Nullable String requestTimeout;

    /**
     * Creates the options.
     *
     * @param surroundings begins a configuration with the environment and files of this process
     */
    public ConnectionOptions(Supplier<StoreConfig.Builder> surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * An option that was given.
     *
     * @return the first of them, for a command on which they have no influence; empty if there is none
     */
    public Optional<String> firstGiven() {
        Map<String, Optional<?>> options = new LinkedHashMap<>();
        options.put("--config", Optional.ofNullable(configFile));
        options.put(ENDPOINTS, Optional.ofNullable(endpoints));
        options.put("--cacert", Optional.ofNullable(caCertificate));
        options.put("--cert", Optional.ofNullable(certificate));
        options.put("--key", Optional.ofNullable(privateKey));
        options.put("--credentials-dir", Optional.ofNullable(credentialsDirectory));
        options.put("--server-name", Optional.ofNullable(serverName));
        options.put(USER, Optional.ofNullable(user));
        options.put("--password-file", Optional.ofNullable(passwordFile));
        options.put("--namespace", Optional.ofNullable(namespace));
        options.put("--connect-timeout", Optional.ofNullable(connectTimeout));
        options.put("--request-timeout", Optional.ofNullable(requestTimeout));
        return options.entrySet().stream()
                .filter(option -> option.getValue().isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Makes the configuration of the options, the environment and the file.
     *
     * @param console asks for a password if need be
     * @return the configuration
     * @throws ConfigurationException if anything is wrong, naming the options and variables that are
     */
    public StoreConfig config(Console console) {
        StoreConfig.Builder builder = surroundings.get();
        if (configFile != null) {
            builder.configFile(configFile);
        }
        return config(builder, endpoints, ENDPOINTS, console);
    }

    /**
     * Makes the configuration of other endpoints, reached as the options say; the environment and its file have no part in it.
     *
     * @param urls the members of the cluster, as {@code --endpoints} takes them
     * @param source what named them, for messages
     * @param console asks for a password if need be
     * @return the configuration
     * @throws ConfigurationException if anything is wrong, naming the options that are
     */
    public StoreConfig configOf(String urls, String source, Console console) {
        return config(StoreConfig.builder().environment(Map.of()), urls, source, console);
    }

    private StoreConfig config(StoreConfig.Builder builder, @Nullable String urls, String source, Console console) {
        set(builder, StoreVariable.NAMESPACE, namespace, "--namespace");
        set(builder, StoreVariable.ETCD_SERVER_NAME, serverName, "--server-name");
        set(builder, StoreVariable.ETCD_CONNECT_TIMEOUT, connectTimeout, "--connect-timeout");
        set(builder, StoreVariable.ETCD_REQUEST_TIMEOUT, requestTimeout, "--request-timeout");
        etcd(builder, urls, source);
        login(builder, console);
        return builder.build();
    }

    private void etcd(StoreConfig.Builder builder, @Nullable String urls, String source) {
        Scheme scheme = urls == null ? Scheme.NONE : Scheme.of(urls, source);
        TlsFiles files = new TlsFiles(credentialsDirectory, caCertificate, certificate, privateKey);
        Optional<String> tlsOption = files.firstOption();
        if (scheme == Scheme.HTTP && tlsOption.isPresent()) {
            throw new ConfigurationException(List.of(new Problem(
                    StoreVariable.ETCD_HOSTS.variableName(),
                    source,
                    "asks for plaintext by http://, and " + tlsOption.get() + " for TLS; write https://, or leave "
                            + tlsOption.get() + " out")));
        }
        if (urls != null) {
            builder.setting(StoreVariable.BACKEND, ETCD, source).setting(StoreVariable.ETCD_HOSTS, urls, source);
        }
        if (scheme != Scheme.NONE) {
            builder.setting(StoreVariable.ETCD_USE_TLS, String.valueOf(scheme == Scheme.HTTPS), source);
        } else {
            tlsOption.ifPresent(option -> builder.setting(StoreVariable.BACKEND, ETCD, option)
                    .setting(StoreVariable.ETCD_USE_TLS, "true", option));
        }
        files.addTo(builder);
    }

    private void login(StoreConfig.Builder builder, Console console) {
        if (user != null) {
            if (user.indexOf(':') >= 0) {
                throw new ConfigurationException(List.of(new Problem(
                        StoreVariable.ETCD_USERNAME.variableName(),
                        USER,
                        "holds a colon, and what stands behind one would be a password that everybody on this machine can read in the"
                                + " list of processes; write the name alone, and give the password by --password-file, at the"
                                + " prompt, or by " + StoreVariable.ETCD_PASSWORD_FILE)));
            }
            builder.setting(StoreVariable.BACKEND, ETCD, USER).setting(StoreVariable.ETCD_USERNAME, user, USER);
        }
        if (passwordFile != null) {
            builder.setting(StoreVariable.ETCD_PASSWORD_FILE, passwordFile, "--password-file");
        } else if (user != null) {
            console.password("Password of " + user + ": ")
                    .ifPresent(typed -> builder.setting(StoreVariable.ETCD_PASSWORD, typed, "terminal"));
        }
    }

    private static void set(StoreConfig.Builder builder, StoreVariable variable, @Nullable String text, String option) {
        if (text != null) {
            builder.setting(variable, text, option);
        }
    }
}
