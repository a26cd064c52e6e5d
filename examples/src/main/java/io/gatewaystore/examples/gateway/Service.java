package io.gatewaystore.examples.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service behind the gateways, as it lies in the store: {@code {"name":"billing","url":"http://10.0.0.7:8080"}}.
 *
 * @param name the last part of its key
 * @param url where it is, an absolute http or https URI
 */
record Service(String name, String url) {

    private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]*[^/\\p{Cntrl}\\s][^/\\p{Cntrl}]*");

    Service {
        checkedName(name);
        checkedUrl(url);
    }

    /** The parameters are nullable because JSON of others can lack them. */
    static String checkedName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: " + printable(name) + " (expected: some text without a slash)");
        }
        return name;
    }

    static String checkedUrl(@Nullable String url) {
        if (url == null || !isHttp(url)) {
            throw new IllegalArgumentException(
                    "url: " + printable(url) + " (expected: an absolute URI like http://10.0.0.7:8080)");
        }
        return url;
    }

    /** Text of others without what could move a terminal's cursor. */
    static String printable(@Nullable String text) {
        return text == null ? "none" : "'" + text.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            String authority = uri.getRawAuthority();
            // Not getHost(): it is null for names with an underscore, which container networks have.
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && authority != null
                    && !authority.startsWith(":");
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
