package io.gatewaystore.credentials.config;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.credentials.CredentialException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that tells clients where etcd is.
 *
 * <p>Immutable. It is the file as it was when it was read.
 */
public final class ConsumerConfigFile {

    private static final Pattern TOML_ENDPOINT = Pattern.compile("(?:.*\\.)?etcd_endpoints\\[[0-9]+]");
    private static final List<String> URL_VARIABLES = List.of("ETCD_ENDPOINTS", "ETCDCTL_ENDPOINTS");
    private static final Pattern STORE_SECTION = Pattern.compile("(?m)^\\s*\\[store]");
    private static final Pattern VARIABLE =
            Pattern.compile("(?m)^\\s*(export\\s+)?(GATEWAY_STORE|ETCD|ETCDCTL)_[A-Z0-9_]+=");
    private static final String TRUE = "true";
    private static final List<StoreVariable> TLS = List.of(
            StoreVariable.ETCD_USE_TLS,
            StoreVariable.ETCD_CLIENT_CERT_AUTH,
            StoreVariable.ETCD_CA_CERTIFICATE_FILE,
            StoreVariable.ETCD_CERTIFICATE_FILE,
            StoreVariable.ETCD_PRIVATE_KEY_FILE);
    private static final List<StoreVariable> GATEWAY = Stream.concat(
                    Stream.of(StoreVariable.BACKEND, StoreVariable.ETCD_HOSTS), TLS.stream())
            .toList();

    private final Path path;
    private final ConsumerFormat format;
    private final SourceText text;
    private final Map<String, Located> values;

    private ConsumerConfigFile(Path path, ConsumerFormat format, SourceText text) {
        this.path = path;
        this.format = format;
        this.text = text;
        this.values = editor().values();
        if (urlLists().isEmpty() && !isGateway()) {
            throw new CredentialException("'" + path + "' does not say where etcd is; expected: "
                    + switch (format) {
                        case GATEWAY_CONF -> "etcd_hosts in a section [store]";
                        case ENVIRONMENT -> "GATEWAY_STORE_ETCD_HOSTS, ETCD_ENDPOINTS or ETCDCTL_ENDPOINTS";
                        case TOML -> "etcd_endpoints = [...]";
                    });
        }
    }

    private static ConsumerFormat format(Path path, SourceText text) {
        String all = text.forParsers();
        if (path.toString().endsWith(".toml")) {
            return ConsumerFormat.TOML;
        }
        if (STORE_SECTION.matcher(all).find()) {
            return ConsumerFormat.GATEWAY_CONF;
        }
        return VARIABLE.matcher(all).find() ? ConsumerFormat.ENVIRONMENT : ConsumerFormat.TOML;
    }

    private Editor editor() {
        return new Editor(
                path,
                text,
                switch (format) {
                    case GATEWAY_CONF -> GatewayConfText::parse;
                    case ENVIRONMENT -> EnvironmentText::parse;
                    case TOML -> TomlText::parse;
                });
    }

    private String name(StoreVariable variable) {
        return format == ConsumerFormat.GATEWAY_CONF ? variable.configKey() : variable.variableName();
    }

    private String value(StoreVariable variable) {
        Located located = values.get(name(variable));
        return located == null ? "" : located.value();
    }

    /** Whether the file configures a gateway; one that says nothing of the hosts finds etcd on its own machine. */
    private boolean isGateway() {
        return values.containsKey(name(StoreVariable.ETCD_HOSTS))
                || value(StoreVariable.BACKEND).equals("etcd");
    }

    /** The settings that are lists of URLs, or in TOML one URL each. */
    private List<Located> urlLists() {
        return values.values().stream()
                .filter(located -> switch (format) {
                    case GATEWAY_CONF -> false;
                    case ENVIRONMENT -> URL_VARIABLES.contains(located.name());
                    case TOML -> TOML_ENDPOINT.matcher(located.name()).matches();
                })
                .toList();
    }

    /**
     * Reads a file and finds out its format from its name and from what is in it.
     *
     * @param path the file
     * @return its settings
     * @throws io.gatewaystore.credentials.CredentialException if it cannot be read or names no etcd
     */
    public static ConsumerConfigFile read(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        SourceText text = SourceText.read(absolute);
        return new ConsumerConfigFile(absolute, format(absolute, text), text);
    }

    /**
     * Reads a file of a known format.
     *
     * @param path the file
     * @param format its format
     * @return its settings
     * @throws io.gatewaystore.credentials.CredentialException if it cannot be read or names no etcd
     */
    public static ConsumerConfigFile read(Path path, ConsumerFormat format) {
        Path absolute = path.toAbsolutePath().normalize();
        return new ConsumerConfigFile(absolute, format, SourceText.read(absolute));
    }

    /**
     * The file.
     *
     * @return its absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * The format that the file was read in.
     *
     * @return the format
     */
    public ConsumerFormat format() {
        return format;
    }

    /**
     * The settings that concern etcd's transport.
     *
     * @return in the order of the file
     */
    public List<Setting> settings() {
        Stream<Located> gateway = isGateway()
                ? GATEWAY.stream().map(this::name).map(values::get).filter(Objects::nonNull)
                : Stream.empty();
        return Stream.concat(gateway, urlLists().stream())
                .sorted(Comparator.comparingInt(Located::line))
                .map(Located::toSetting)
                .toList();
    }

    /**
     * Where the file says etcd is.
     *
     * @return every endpoint as a URL, duplicates included, with the scheme that clients use
     */
    public List<String> endpoints() {
        List<String> endpoints = new ArrayList<>();
        if (isGateway()) {
            String scheme = usesTls() ? "https" : "http";
            String hosts = value(StoreVariable.ETCD_HOSTS);
            endpoints.addAll(UrlList.in(UrlList.withSchemes(hosts.isBlank() ? "localhost:2379" : hosts, scheme)));
        }
        urlLists().forEach(located -> endpoints.addAll(UrlList.in(UrlList.withSchemes(located.value(), "http"))));
        return endpoints;
    }

    /**
     * How clients that read this file reach etcd: {@link Transport#PLAIN} or {@link Transport#MUTUAL_TLS}, or {@link Transport#OTHER} for a mixture.
     *
     * @return the transport; of a list of URLs nothing but the scheme is known, and https counts as mutual TLS
     */
    public Transport transport() {
        Set<Transport> found = EnumSet.noneOf(Transport.class);
        for (String endpoint : endpoints()) {
            found.add(endpoint.startsWith("https:") ? Transport.MUTUAL_TLS : Transport.PLAIN);
        }
        boolean withoutCertificate = isGateway() && usesTls() && !isTrue(value(StoreVariable.ETCD_CLIENT_CERT_AUTH));
        return found.size() == 1 && !withoutCertificate ? found.iterator().next() : Transport.OTHER;
    }

    /**
     * Plans to lead clients to https, with a client certificate where the format has settings for it.
     *
     * @param files what clients are to use
     * @return the change, which is empty if the file is so already
     * @throws io.gatewaystore.credentials.CredentialException if the file is written in a way that cannot be edited safely
     */
    public FileEdit planTls(TlsPaths files) {
        Editor editor = editor();
        urlLists()
                .forEach(located -> editor.rewrite(
                        located.name(),
                        urls -> UrlList.rewrite(UrlList.withSchemes(urls, "https"), Transport.MUTUAL_TLS)));
        if (isGateway()) {
            rewriteHosts(editor, Transport.MUTUAL_TLS);
            editor.set(name(StoreVariable.ETCD_USE_TLS), TRUE);
            editor.set(name(StoreVariable.ETCD_CLIENT_CERT_AUTH), TRUE);
            editor.set(
                    name(StoreVariable.ETCD_CA_CERTIFICATE_FILE),
                    files.trusted().toString());
            editor.set(
                    name(StoreVariable.ETCD_CERTIFICATE_FILE),
                    files.certificate().toString());
            editor.set(name(StoreVariable.ETCD_PRIVATE_KEY_FILE), files.key().toString());
        }
        return editor.finish();
    }

    /**
     * Plans to lead clients to plain http.
     *
     * @return the change, which is empty if the file leads there already: TLS settings that are there all the same are somebody else's
     * @throws io.gatewaystore.credentials.CredentialException if the file is written in a way that cannot be edited safely
     */
    public FileEdit planPlain() {
        Editor editor = editor();
        if (transport() == Transport.PLAIN) {
            return editor.finish();
        }
        urlLists().forEach(located -> editor.rewrite(located.name(), urls -> UrlList.rewrite(urls, Transport.PLAIN)));
        if (isGateway()) {
            rewriteHosts(editor, Transport.PLAIN);
            TLS.forEach(variable -> editor.remove(name(variable)));
        }
        return editor.finish();
    }

    /** Hosts need no scheme, but one that is there has to agree. */
    private void rewriteHosts(Editor editor, Transport target) {
        String hosts = name(StoreVariable.ETCD_HOSTS);
        if (editor.find(hosts).isPresent()) {
            editor.rewrite(hosts, list -> UrlList.rewrite(list, target));
        }
    }

    private boolean usesTls() {
        return isTrue(value(StoreVariable.ETCD_USE_TLS));
    }

    private static boolean isTrue(String value) {
        return Boolean.parseBoolean(value.strip());
    }
}
