package io.gatewaystore.credentials.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of etcd that concern its clients, by the names of its flags. */
enum EtcdSetting {
    LISTEN_URLS("listen-client-urls", ""),
    ADVERTISED_URLS("advertise-client-urls", ""),
    /** Where it listens for HTTP without gRPC, if not on the others. */
    HTTP_URLS("listen-client-http-urls", ""),
    CERTIFICATE("cert-file", "client-transport-security."),
    KEY("key-file", "client-transport-security."),
    CLIENT_CERT_AUTH("client-cert-auth", "client-transport-security."),
    TRUSTED("trusted-ca-file", "client-transport-security."),
    DATA_DIRECTORY("data-dir", "");

    static final Set<String> FLAGS =
            Arrays.stream(values()).map(EtcdSetting::flag).collect(Collectors.toUnmodifiableSet());

    private static final String VARIABLE_PREFIX = "ETCD_";

    private final String flag;
    private final String section;

    EtcdSetting(String flag, String section) {
        this.flag = flag;
        this.section = section;
    }

    String flag() {
        return flag;
    }

    String nameIn(EtcdFormat format) {
        return switch (format) {
            case YAML -> section + flag;
            case ENVIRONMENT -> VARIABLE_PREFIX + flag.toUpperCase(Locale.ROOT).replace('-', '_');
            case COMMAND -> flag;
        };
    }

    static String ofVariable(String variable) {
        return variable.substring(VARIABLE_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }
}
