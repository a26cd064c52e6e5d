package io.gatewaystore.cli.console;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConfigurationException.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a list of endpoints says about TLS. etcdctl lets the first endpoint decide for all; here one word for plaintext is not outvoted. */
enum Scheme {
    HTTPS,
    HTTP,
    NONE;

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");

    static Scheme of(String endpoints, String source) {
        List<String> items =
                SEPARATORS.splitAsStream(endpoints.toLowerCase(Locale.ROOT)).toList();
        boolean https = items.stream().anyMatch(item -> item.startsWith("https://"));
        boolean http = items.stream().anyMatch(item -> item.startsWith("http://"));
        if (https && http) {
            throw new ConfigurationException(List.of(new Problem(
                    StoreVariable.ETCD_HOSTS.variableName(),
                    source,
                    "mixes https:// and http://; write one of the two before all endpoints")));
        }
        if (https) {
            return HTTPS;
        }
        return http ? HTTP : NONE;
    }
}
