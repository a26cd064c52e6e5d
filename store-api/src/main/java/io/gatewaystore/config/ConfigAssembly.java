package io.gatewaystore.config;

import io.gatewaystore.config.EtcdConfig.Credentials;
import io.gatewaystore.config.TlsConfig.ClientIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a configuration from what was found, and judges how the settings fit together. */
final class ConfigAssembly {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(5);

    private static final Endpoint DEFAULT_ENDPOINT = new Endpoint("localhost", Endpoint.DEFAULT_PORT);
    private static final List<StoreVariable> TLS_SETTINGS = List.of(
            StoreVariable.ETCD_CLIENT_CERT_AUTH,
            StoreVariable.ETCD_CA_CERTIFICATE_FILE,
            StoreVariable.ETCD_CERTIFICATE_FILE,
            StoreVariable.ETCD_PRIVATE_KEY_FILE,
            StoreVariable.ETCD_SERVER_NAME);

    private final Findings findings;
    private final SettingReader reader;
    private final PemCheck files;
    private final boolean etcd;

    private ConfigAssembly(Settings settings, Findings findings, boolean etcd) {
        this.findings = findings;
        this.reader = new SettingReader(settings, findings);
        this.files = new PemCheck(findings);
        this.etcd = etcd;
    }

    static StoreConfig of(SettingSources sources) {
        Findings findings = new Findings();
        Settings settings = sources.read(findings);
        String backend = Backends.parse(settings.get(StoreVariable.BACKEND), findings);
        SettingReader everyBackend = new SettingReader(settings, findings);
        String namespace = everyBackend.namespace();
        boolean follow = everyBackend.flag(StoreVariable.FOLLOW_CONFIG);
        warnIfNothingToFollow(follow, settings, findings);
        boolean etcd = Backends.meansEtcd(backend);

        Findings etcdFindings = etcd ? findings : new Findings();
        ConfigAssembly assembly = new ConfigAssembly(settings, etcdFindings, etcd);
        EtcdConfig etcdConfig = assembly.etcdConfig();
        StoreConfig.General general = assembly.general(backend, namespace, follow);

        if (!etcd) {
            findings.addUnneeded(etcdFindings, backend);
            warnIfBackendForgotten(settings, findings);
        } else if (!backend.equals(Backends.ETCD) && Backends.isPlainName(backend) && findings.hasProblems()) {
            // Named now, although other backends may exist, so that one round of corrections is enough.
            findings.problemFirst(
                    Backends.unknownProblem(settings.get(StoreVariable.BACKEND), backend, List.of(Backends.ETCD)));
        }
        findings.throwIfAny();
        return new StoreConfig(general, etcdConfig, findings.warnings(), settings);
    }

    private static void warnIfNothingToFollow(boolean follow, Settings settings, Findings findings) {
        if (follow && settings.configFile().isEmpty()) {
            findings.warning(
                    settings.get(StoreVariable.FOLLOW_CONFIG),
                    "is true, but there is no gateway.conf to follow: " + settings.file());
        }
    }

    private static void warnIfBackendForgotten(Settings settings, Findings findings) {
        Setting backend = settings.get(StoreVariable.BACKEND);
        if (backend.isMade()) {
            return;
        }
        Arrays.stream(StoreVariable.values())
                .filter(variable -> variable == StoreVariable.ETCD_HOSTS || variable == StoreVariable.ETCD_USE_TLS)
                .filter(variable -> settings.get(variable).isMade())
                .findFirst()
                .ifPresent(variable -> findings.warning(
                        backend,
                        "is not set, so the store is in memory and not shared, although " + variable + " is set ("
                                + settings.get(variable).source() + "); "
                                + backend.variable().assign(Backends.ETCD)
                                + " uses it"));
    }

    private StoreConfig.General general(String backend, String namespace, boolean follow) {
        return new StoreConfig.General(
                backend,
                namespace,
                reader.duration(StoreVariable.ETCD_REQUEST_TIMEOUT, SHORTEST_TIMEOUT),
                reader.duration(StoreVariable.ETCD_CONNECT_TIMEOUT, SHORTEST_TIMEOUT),
                reader.wholeSeconds(StoreVariable.ETCD_SESSION_TTL, SHORTEST_SESSION),
                reader.flag(StoreVariable.ETCD_START_ANYWAY),
                follow);
    }

    private EtcdConfig etcdConfig() {
        boolean tls = reader.flag(StoreVariable.ETCD_USE_TLS);
        boolean clientCertAuth = reader.flag(StoreVariable.ETCD_CLIENT_CERT_AUTH);
        List<Endpoint> endpoints = endpoints(tls);
        String serverName = reader.host(StoreVariable.ETCD_SERVER_NAME);
        Credentials credentials = etcd ? credentials() : null;
        TlsConfig tlsConfig = null;
        if (tls) {
            tlsConfig = new TlsConfig(caCertificateFile(), clientIdentity(clientCertAuth), serverName);
        } else {
            warnOfPlaintext(endpoints, credentials != null);
        }
        return new EtcdConfig(
                endpoints, tlsConfig, credentials, serverName, reader.flag(StoreVariable.ETCD_COALESCING));
    }

    private List<Endpoint> endpoints(boolean tls) {
        Setting useTls = reader.setting(StoreVariable.ETCD_USE_TLS);
        boolean known = SettingReader.asFlag(useTls).isPresent();
        HostList hosts = new HostList(reader.setting(StoreVariable.ETCD_HOSTS), useTls, known, tls, findings);
        List<Endpoint> endpoints = hosts.parse();
        return endpoints.isEmpty() ? List.of(DEFAULT_ENDPOINT) : endpoints;
    }

    private @Nullable Credentials credentials() {
        Setting user = reader.setting(StoreVariable.ETCD_USERNAME);
        String username = user.text();
        if (username == null && user.isMade()) {
            // The program wants no user, whatever passwords lie around in the environment.
            return null;
        }
        Secret password = reader.secret(StoreVariable.ETCD_PASSWORD, StoreVariable.ETCD_PASSWORD_FILE);
        boolean passwordMade = reader.setting(StoreVariable.ETCD_PASSWORD).hasText()
                || reader.setting(StoreVariable.ETCD_PASSWORD_FILE).hasText();
        if (username != null && !passwordMade) {
            findings.problem(
                    user,
                    "has no password; set " + StoreVariable.ETCD_PASSWORD + " or " + StoreVariable.ETCD_PASSWORD_FILE);
        } else if (username == null && passwordMade) {
            findings.problem(user, "is missing, although a password is set; set it too");
        }
        return username == null || password == null ? null : new Credentials(username, password);
    }

    private @Nullable Path caCertificateFile() {
        Path file = reader.path(StoreVariable.ETCD_CA_CERTIFICATE_FILE);
        if (file != null && etcd) {
            files.certificate(reader.setting(StoreVariable.ETCD_CA_CERTIFICATE_FILE), file);
        }
        return file;
    }

    private ClientIdentity clientIdentity(boolean enabled) {
        Path certificate = reader.path(StoreVariable.ETCD_CERTIFICATE_FILE);
        Path key = reader.path(StoreVariable.ETCD_PRIVATE_KEY_FILE);
        if (!enabled) {
            warnOfUnusedCertificate(certificate, key);
            return new ClientIdentity(false, certificate, key, null);
        }
        if (!etcd) {
            return new ClientIdentity(true, certificate, key, null);
        }
        Secret password =
                reader.secret(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD, StoreVariable.ETCD_PRIVATE_KEY_PASSWORD_FILE);
        requireForMutualTls(StoreVariable.ETCD_CERTIFICATE_FILE);
        requireForMutualTls(StoreVariable.ETCD_PRIVATE_KEY_FILE);
        if (certificate != null) {
            files.certificate(reader.setting(StoreVariable.ETCD_CERTIFICATE_FILE), certificate);
        }
        if (key != null) {
            files.privateKey(reader.setting(StoreVariable.ETCD_PRIVATE_KEY_FILE), key, passwordSetting());
        }
        return new ClientIdentity(true, certificate, key, password);
    }

    /** Whichever of the two settings gives the password of the key, or the first of them if neither does. */
    private Setting passwordSetting() {
        Setting direct = reader.setting(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD);
        Setting file = reader.setting(StoreVariable.ETCD_PRIVATE_KEY_PASSWORD_FILE);
        return direct.hasText() || !file.hasText() ? direct : file;
    }

    private void requireForMutualTls(StoreVariable variable) {
        Setting setting = reader.setting(variable);
        if (!setting.hasText()) {
            Setting flag = reader.setting(StoreVariable.ETCD_CLIENT_CERT_AUTH);
            findings.problem(
                    setting,
                    "is needed, because " + flag.variable() + " is true (" + flag.source() + "); expected: "
                            + variable.accepted());
        }
    }

    private void warnOfUnusedCertificate(@Nullable Path certificate, @Nullable Path key) {
        if (certificate != null || key != null) {
            Setting flag = reader.setting(StoreVariable.ETCD_CLIENT_CERT_AUTH);
            findings.warning(
                    flag,
                    "is false, so the configured client certificate or key is not used; set "
                            + flag.variable().assign("true") + " to use it");
        }
    }

    private void warnOfPlaintext(List<Endpoint> endpoints, boolean withPassword) {
        Setting useTls = reader.setting(StoreVariable.ETCD_USE_TLS);
        List<Endpoint> remote =
                endpoints.stream().filter(endpoint -> !endpoint.isLoopback()).toList();
        if (!remote.isEmpty()) {
            findings.warning(
                    useTls,
                    "is false, so everything sent to "
                            + remote.stream().map(Endpoint::toString).collect(Collectors.joining(", "))
                            + (withPassword ? ", the password included," : "") + " is readable on the network; set "
                            + useTls.variable().assign("true"));
        }
        if (TLS_SETTINGS.stream().anyMatch(this::isMadeToSomething)) {
            findings.warning(
                    useTls,
                    "is false, so the other TLS settings are ignored: "
                            + TLS_SETTINGS.stream()
                                    .filter(this::isMadeToSomething)
                                    .map(StoreVariable::variableName)
                                    .collect(Collectors.joining(", ")));
        }
    }

    private boolean isMadeToSomething(StoreVariable variable) {
        Setting setting = reader.setting(variable);
        return variable == StoreVariable.ETCD_CLIENT_CERT_AUTH
                ? SettingReader.asFlag(setting).orElse(false)
                : setting.hasText();
    }
}
