package io.gatewaystore.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the list of etcd members, item by item, so that every bad item is reported. */
final class HostList {

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");

    private final Setting hosts;
    private final Setting useTls;
    private final boolean tlsKnown;
    private final boolean tls;
    private final Findings findings;

    /**
     * Prepares to read.
     *
     * @param tlsKnown whether {@code useTls} can be understood; if not, schemes cannot disagree with it
     * @param tls what {@code useTls} amounts to
     */
    HostList(Setting hosts, Setting useTls, boolean tlsKnown, boolean tls, Findings findings) {
        this.hosts = hosts;
        this.useTls = useTls;
        this.tlsKnown = tlsKnown;
        this.tls = tls;
        this.findings = findings;
    }

    /** The endpoints in order, each once; empty only after a problem was reported. */
    List<Endpoint> parse() {
        List<String> items = SEPARATORS
                .splitAsStream(String.valueOf(hosts.text()))
                .filter(item -> !item.isEmpty())
                .toList();
        if (items.isEmpty()) {
            findings.problem(
                    hosts, "names no host; expected: " + hosts.variable().accepted());
        }
        Set<Endpoint> endpoints = new LinkedHashSet<>();
        items.forEach(item -> addEndpoint(item, endpoints));
        return new ArrayList<>(endpoints);
    }

    private void addEndpoint(String item, Set<Endpoint> endpoints) {
        try {
            endpoints.add(Endpoint.parse(address(item)));
        } catch (IllegalArgumentException e) {
            findings.problem(
                    hosts, Quoted.of(Setting.withoutCredentials(item)) + " is not a host:port: " + e.getMessage());
        }
    }

    /** The item without a scheme, if it has one that agrees with the rest of the configuration. */
    private String address(String item) {
        if (item.indexOf('@') >= 0) {
            throw new IllegalArgumentException("user and password do not belong here, set "
                    + StoreVariable.ETCD_USERNAME + " and " + StoreVariable.ETCD_PASSWORD);
        }
        Matcher matcher = SCHEME.matcher(item);
        if (!matcher.matches()) {
            return withoutPath(item);
        }
        checkScheme(matcher.group(1).toLowerCase(Locale.ROOT), item);
        return withoutPath(matcher.group(2));
    }

    private void checkScheme(String scheme, String item) {
        switch (scheme) {
            case "https" -> {
                if (tlsKnown && !tls) {
                    disagree(item, "asks for TLS", "true");
                }
            }
            case "http" -> {
                if (tlsKnown && tls) {
                    disagree(item, "asks for plaintext", "false");
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "the scheme " + Quoted.of(scheme + "://") + " is unknown, write the host and port alone");
        }
    }

    private void disagree(String item, String demand, String remedy) {
        findings.problem(
                hosts,
                Quoted.of(item) + " " + demand + ", but " + useTls.variable() + " is " + tls + " (" + useTls.source()
                        + "); set " + useTls.variable().assign(remedy) + " or leave the scheme out");
    }

    private static String withoutPath(String address) {
        String kept = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        if (kept.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a path does not belong here");
        }
        return kept;
    }
}
