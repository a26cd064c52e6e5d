package io.gatewaystore.etcd.internal.probe;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came back when etcd's version was asked for.
 *
 * @param text the bytes that were received, each as one character
 * @param failure what ended the exchange before its end, or null
 */
record Answer(String text, @Nullable IOException failure) {

    private static final char TLS_ALERT = 21;
    private static final Pattern STATUS_LINE = Pattern.compile("\\AHTTP/1\\.[01] ([0-9]{3})[ \\r\\n]");

    /** Something beneath for those failures that no exception brought about. */
    IOException beneath() {
        return failure == null ? new IOException("the server " + description()) : failure;
    }

    boolean isSilence() {
        return text.isEmpty() && failure instanceof SocketTimeoutException;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether this may be how a TLS server takes a plaintext request: by hanging up, by an alert, or by telling so in plaintext. */
    boolean mayBeOfTlsServer() {
        return text.isEmpty()
                || text.charAt(0) == TLS_ALERT
                || status().filter("400"::equals).isPresent();
    }

    /** Whether more could not change what this is. */
    boolean isDecided() {
        return version().isPresent()
                || status().filter(status -> !status.equals("200")).isPresent();
    }

    boolean isHttp() {
        return status().isPresent();
    }

    Optional<EtcdVersion> version() {
        return status().filter("200"::equals).flatMap(ok -> EtcdVersion.inDocument(text));
    }

    /** What the server did, as a clause without its subject. */
    String description() {
        return status().map(status -> "answers /version with HTTP status " + status
                        + (status.equals("200") ? " but does not name a version of etcd" : ""))
                .orElse(text.isEmpty() ? "closes the connection without an answer" : "answers in another protocol");
    }

    private Optional<String> status() {
        Matcher matcher = STATUS_LINE.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
