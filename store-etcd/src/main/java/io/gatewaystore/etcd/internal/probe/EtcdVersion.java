package io.gatewaystore.etcd.internal.probe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of etcd.
 *
 * @param text the version as etcd writes it, or a phrase if it did not say
 * @param major its first number
 * @param minor its second number
 */
record EtcdVersion(String text, int major, int minor) {

    /** What those are that refuse to tell their status to strangers. */
    static final EtcdVersion CLOSED_TO_STRANGERS = new EtcdVersion("3.5.28 or later", 3, 5);

    private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})[0-9A-Za-z.+-]{0,40}");

    /**
     * The document at {@code /version} is one object of two texts in all versions since 3.0, and nothing else is wanted of it: that is no reason
     * to bring a JSON library into every application.
     */
    private static final Pattern DOCUMENT = Pattern.compile("\"etcdserver\"\\s*:\\s*\"(" + VERSION.pattern() + ")\"");

    static Optional<EtcdVersion> inDocument(String json) {
        Matcher matcher = DOCUMENT.matcher(json);
        return matcher.find() ? parse(matcher.group(1)) : Optional.empty();
    }

    static Optional<EtcdVersion> parse(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new EtcdVersion(text, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    boolean reportsProgressInOrder() {
        return reportsProgressInOrder(text);
    }

    static boolean reportsProgressInOrder(String text) {
        return !text.matches("3\\.5\\.[0-7](\\D.*)?");
    }

    boolean isSupported() {
        return major > 3 || (major == 3 && minor >= 5);
    }
}
