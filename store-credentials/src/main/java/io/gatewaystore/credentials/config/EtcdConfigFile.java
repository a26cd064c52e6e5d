package io.gatewaystore.credentials.config;

import io.gatewaystore.credentials.CredentialException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration file of one etcd member, as far as its clients are concerned.
 *
 * <p>Immutable. It is the file as it was when it was read.
 */
public final class EtcdConfigFile {

    /** Where etcd listens and what it advertises if it is not told. */
    private static final String DEFAULT_URL = "http://localhost:2379";

    private static final List<EtcdSetting> TLS =
            List.of(EtcdSetting.CERTIFICATE, EtcdSetting.KEY, EtcdSetting.CLIENT_CERT_AUTH, EtcdSetting.TRUSTED);
    private static final Pattern COMMAND = Pattern.compile("(?m)^(command|ExecStart)\\s*[=:]");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^\\s*(export\\s+)?ETCD_[A-Z0-9_]+=");

    private static final Pattern VARIABLE_IN_COMMENT = Pattern.compile("(?m)^\\s*#\\s*(export\\s+)?ETCD_[A-Z0-9_]+=");
    private static final Pattern CONTENT = Pattern.compile("(?m)^\\s*[^#\\s]");
    private static final Pattern YAML_NAME = Pattern.compile(".*\\.ya?ml");

    private final Path path;
    private final EtcdFormat format;
    private final SourceText text;
    private final Map<String, Located> values;

    private EtcdConfigFile(Path path, EtcdFormat format, SourceText text) {
        this.path = path;
        this.format = format;
        this.text = text;
        this.values = editor().values();
    }

    private static EtcdFormat format(Path path, SourceText text) {
        String all = text.forParsers();
        if (YAML_NAME.matcher(path.toString()).matches()) {
            return EtcdFormat.YAML;
        }
        if (COMMAND.matcher(all).find()) {
            return EtcdFormat.COMMAND;
        }
        if (VARIABLE.matcher(all).find()) {
            return EtcdFormat.ENVIRONMENT;
        }
        if (CONTENT.matcher(all).find()) {
            return EtcdFormat.YAML;
        }
        if (VARIABLE_IN_COMMENT.matcher(all).find()) {
            // As packages deliver it.
            return EtcdFormat.ENVIRONMENT;
        }
        throw new CredentialException("'" + path + "' has no settings, so that its format cannot be told; "
                + "expected: etcd's configuration as YAML, as ETCD_* variables, or as flags of a command=");
    }

    private Editor editor() {
        return new Editor(
                path,
                text,
                switch (format) {
                    case YAML -> YamlText::parse;
                    case ENVIRONMENT -> EnvironmentText::parse;
                    case COMMAND -> source -> CommandText.parse(source, EtcdSetting.FLAGS);
                });
    }

    /**
     * Reads a file and finds out its format from what is in it.
     *
     * @param path the file
     * @return its settings
     * @throws CredentialException if it cannot be read or its settings cannot be understood
     */
    public static EtcdConfigFile read(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        SourceText text = SourceText.read(absolute);
        return new EtcdConfigFile(absolute, format(absolute, text), text);
    }

    /**
     * Reads a file of a known format.
     *
     * @param path the file
     * @param format its format
     * @return its settings
     * @throws CredentialException if it cannot be read or its settings cannot be understood
     */
    public static EtcdConfigFile read(Path path, EtcdFormat format) {
        Path absolute = path.toAbsolutePath().normalize();
        return new EtcdConfigFile(absolute, format, SourceText.read(absolute));
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
    public EtcdFormat format() {
        return format;
    }

    /**
     * The settings of the client transport that the file has.
     *
     * @return in the order of the file
     */
    public List<Setting> settings() {
        Set<String> names = Arrays.stream(EtcdSetting.values())
                .map(setting -> setting.nameIn(format))
                .collect(Collectors.toSet());
        return values.values().stream()
                .filter(located -> names.contains(located.name()))
                .sorted(Comparator.comparingInt(Located::line))
                .map(Located::toSetting)
                .toList();
    }

    /**
     * The URLs at which clients are to reach this member.
     *
     * @return the advertised client URLs, or etcd's default
     */
    public List<String> advertisedUrls() {
        return urls(EtcdSetting.ADVERTISED_URLS);
    }

    /**
     * The URLs on which etcd listens for clients.
     *
     * @return the client listen URLs, or etcd's default
     */
    public List<String> listenUrls() {
        return urls(EtcdSetting.LISTEN_URLS);
    }

    /**
     * How etcd listens for its clients.
     *
     * @return the transport
     */
    public Transport transport() {
        Set<String> schemes = Stream.of(EtcdSetting.LISTEN_URLS, EtcdSetting.HTTP_URLS)
                .filter(setting ->
                        setting == EtcdSetting.LISTEN_URLS || value(setting).isPresent())
                .flatMap(setting -> urls(setting).stream())
                .map(url -> url.substring(0, url.indexOf(':')))
                .collect(Collectors.toSet());
        if (schemes.equals(Set.of("http"))) {
            return Transport.PLAIN;
        }
        // The authority to trust alone makes etcd ask for client certificates.
        boolean asksForCertificates = value(EtcdSetting.TRUSTED).isPresent();
        if (!asksForCertificates || schemes.isEmpty()) {
            return Transport.OTHER;
        }
        return schemes.contains("http") ? Transport.BOTH : Transport.MUTUAL_TLS;
    }

    /**
     * The directory where etcd keeps its data.
     *
     * @return empty if the file does not say
     */
    public Optional<Path> dataDirectory() {
        return value(EtcdSetting.DATA_DIRECTORY).map(Path::of);
    }

    /**
     * Plans to let etcd listen with TLS.
     *
     * @param target {@link Transport#BOTH} or {@link Transport#MUTUAL_TLS}
     * @param files what etcd is to serve with
     * @return the change, which is empty if the file is so already
     * @throws CredentialException if the file is written in a way that cannot be edited safely
     */
    public FileEdit planTls(Transport target, TlsPaths files) {
        if (target != Transport.BOTH && target != Transport.MUTUAL_TLS) {
            throw new IllegalArgumentException("target: " + target + " (expected: BOTH or MUTUAL_TLS)");
        }
        Editor editor = editor();
        setUrls(editor, target);
        editor.set(EtcdSetting.CERTIFICATE.nameIn(format), files.certificate().toString());
        editor.set(EtcdSetting.KEY.nameIn(format), files.key().toString());
        editor.set(EtcdSetting.CLIENT_CERT_AUTH.nameIn(format), "true");
        editor.set(EtcdSetting.TRUSTED.nameIn(format), files.trusted().toString());
        return editor.finish();
    }

    /**
     * Plans to let etcd listen in plaintext, without TLS settings.
     *
     * @return the change, which is empty if etcd listens so already and says so: TLS settings that are there all the same are somebody else's
     * @throws CredentialException if the file is written in a way that cannot be edited safely
     */
    public FileEdit planPlain() {
        Editor editor = editor();
        if (transport() == Transport.PLAIN && advertisedUrls().stream().allMatch(url -> url.startsWith("http:"))) {
            return editor.finish();
        }
        setUrls(editor, Transport.PLAIN);
        TLS.forEach(setting -> editor.remove(setting.nameIn(format)));
        return editor.finish();
    }

    private static void rewriteUrls(Editor editor, String name, Transport target) {
        editor.rewrite(name, urls -> UrlList.rewrite(urls, target));
    }

    private void setUrls(Editor editor, Transport target) {
        for (EtcdSetting setting : List.of(EtcdSetting.LISTEN_URLS, EtcdSetting.ADVERTISED_URLS)) {
            String name = setting.nameIn(format);
            if (value(setting).isPresent()) {
                rewriteUrls(editor, name, target);
            } else if (target != Transport.PLAIN) {
                editor.set(name, UrlList.rewrite(DEFAULT_URL, target));
            }
        }
        if (value(EtcdSetting.HTTP_URLS).isPresent()) {
            rewriteUrls(editor, EtcdSetting.HTTP_URLS.nameIn(format), target);
        }
    }

    private Optional<String> value(EtcdSetting setting) {
        return Optional.ofNullable(values.get(setting.nameIn(format)))
                .map(Located::value)
                .filter(value -> !value.isBlank());
    }

    private List<String> urls(EtcdSetting setting) {
        return UrlList.in(value(setting).orElse(DEFAULT_URL));
    }
}
