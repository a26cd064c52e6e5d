package io.gatewaystore.credentials.status;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.ConsumerConfigFile;
import io.gatewaystore.credentials.config.EtcdConfigFile;
import io.gatewaystore.credentials.config.Setting;
import io.gatewaystore.credentials.config.TlsPaths;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.Inspection;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Puts together what the files of one node say, and what of it does not fit. */
final class Judgement {

    private final CredentialDirectory directory;
    private final Inspection credentials;
    private final Map<String, List<String>> endpoints = new LinkedHashMap<>();
    private final Map<String, Transport> transports = new LinkedHashMap<>();
    private final List<String> inconsistencies = new ArrayList<>();
    private boolean unreadable;

    Judgement(CredentialDirectory directory, Clock clock) {
        this.directory = directory;
        this.credentials = directory.inspect(clock);
    }

    NodeStatus of(List<Path> etcd, List<Path> consumers) {
        etcd.forEach(path -> read(() -> lookAt(EtcdConfigFile.read(path))));
        consumers.forEach(path -> read(() -> lookAt(ConsumerConfigFile.read(path))));
        EncryptionState state = state();
        if (state == EncryptionState.HALF) {
            explain();
        }
        inconsistencies.addAll(credentials.problems());
        directory
                .previous()
                .forEach(copy ->
                        inconsistencies.add("'" + copy.path() + "' holds the credentials from before a rotation;"
                                + " unless one is under way, repair --complete removes it"));
        return new NodeStatus(state, inconsistencies, endpoints, credentials);
    }

    private void read(Runnable reading) {
        try {
            reading.run();
        } catch (CredentialException e) {
            unreadable = true;
            inconsistencies.add(String.valueOf(e.getMessage()));
        }
    }

    private void lookAt(EtcdConfigFile file) {
        String path = file.path().toString();
        endpoints.put(path, file.advertisedUrls());
        transports.put(path, file.transport());
        if (!schemes(file.advertisedUrls()).equals(schemes(file.listenUrls()))) {
            inconsistencies.add("'" + path + "' lets etcd listen on " + file.listenUrls() + " and advertise "
                    + file.advertisedUrls());
            unreadable = true;
        }
        if (file.transport() != Transport.PLAIN) {
            file.settings().forEach(setting -> checkPath(path, setting, directory.serverPaths()));
        }
    }

    private void lookAt(ConsumerConfigFile file) {
        String path = file.path().toString();
        endpoints.put(path, file.endpoints());
        transports.put(path, file.transport());
        if (file.transport() != Transport.PLAIN) {
            file.settings().forEach(setting -> checkPath(path, setting, directory.clientPaths()));
        }
    }

    private static List<String> schemes(List<String> urls) {
        return urls.stream()
                .map(url -> url.substring(0, url.indexOf(':')))
                .distinct()
                .sorted()
                .toList();
    }

    /** Other files than those of the credentials can be meant, and are worth a word. */
    private void checkPath(String path, Setting setting, TlsPaths paths) {
        String name = setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
        boolean isFile = Stream.of("cert-file", "key-file", "trusted-ca-file", "certificate-file", "private-key-file")
                .anyMatch(name::endsWith);
        boolean isOurs = Stream.of(paths.trusted(), paths.certificate(), paths.key())
                .anyMatch(file -> file.toString().equals(setting.value()));
        if (isFile && !setting.value().isEmpty() && !isOurs) {
            inconsistencies.add("'" + path + "' line " + setting.line() + ": " + setting.name() + " is '"
                    + setting.value() + "', which is not one of the files in '" + directory.path() + "'");
        }
    }

    private EncryptionState state() {
        if (unreadable || transports.isEmpty()) {
            return EncryptionState.HALF;
        }
        Set<Transport> found = EnumSet.copyOf(transports.values());
        if (found.equals(Set.of(Transport.MUTUAL_TLS)) && credentials.complete()) {
            return EncryptionState.ON;
        }
        return found.equals(Set.of(Transport.PLAIN)) && !holdsCredentials()
                ? EncryptionState.OFF
                : EncryptionState.HALF;
    }

    private boolean holdsCredentials() {
        return !credentials.present().isEmpty();
    }

    private void explain() {
        if (transports.isEmpty()) {
            inconsistencies.add("no configuration file could be read, so nothing says where etcd is");
        }
        transports.forEach((path, transport) -> {
            switch (transport) {
                case PLAIN -> {
                    if (holdsCredentials()) {
                        inconsistencies.add("'" + path + "' says http, although there are credentials in '"
                                + directory.path() + "'");
                    }
                }
                case MUTUAL_TLS -> {
                    if (!holdsCredentials()) {
                        inconsistencies.add("'" + path + "' says https, although there are no credentials in '"
                                + directory.path() + "'");
                    }
                }
                case BOTH -> inconsistencies.add("'" + path + "' lets etcd listen for http and for https");
                case OTHER ->
                    inconsistencies.add("'" + path + "' says neither http alone nor https with client certificates");
            }
        });
        if (EnumSet.copyOf(transports.isEmpty() ? List.of(Transport.OTHER) : transports.values())
                        .size()
                > 1) {
            inconsistencies.add("the files disagree: " + transports);
        }
    }
}
