package io.gatewaystore.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a store: the environment variables of the {@code GATEWAY_STORE_} family, in the order in which they are
 * explained and documented.
 *
 * <p>Immutable.
 */
public enum StoreVariable {

    /** Which backend serves the store. */
    BACKEND(
            "memory",
            "Which backend serves the store.",
            "memory (this process only), etcd, or the name of another backend on the class path"),

    /** The keys that the store is confined to. */
    NAMESPACE(
            null,
            "Prefix under which all keys of the store lie; unset means the whole key space.",
            "text such as gateway/cluster_1, without a slash at its end"),

    /** Whether a running store goes by what its file says later. */
    FOLLOW_CONFIG(
            "false", "Whether a running store follows changes of the gateway.conf it was opened by.", Texts.BOOLEAN),

    /** The members of the etcd cluster. */
    ETCD_HOSTS(
            "localhost:2379",
            "The members of the etcd cluster.",
            "host or host:port, several separated by spaces, IPv6 as [::1]:2379; the port defaults to 2379"),

    /** Whether connections to etcd are encrypted. */
    ETCD_USE_TLS("false", "Whether connections to etcd use TLS.", Texts.BOOLEAN),

    /** Whether this client shows a certificate of its own. */
    ETCD_CLIENT_CERT_AUTH(
            "false",
            "Whether this client presents a certificate (mutual TLS); false leaves a configured certificate and key unused."
                    + " Has no effect without TLS.",
            Texts.BOOLEAN),

    /** Whom this client trusts. */
    ETCD_CA_CERTIFICATE_FILE(
            null,
            "The certificate authorities that may vouch for etcd; unset means those the Java runtime trusts.",
            "path of a PEM file with one or more certificates"),

    /** The certificate of this client. */
    ETCD_CERTIFICATE_FILE(
            null,
            "The certificate that this client presents, followed by its intermediate certificates.",
            "path of a PEM file with one or more certificates"),

    /** The private key of this client. */
    ETCD_PRIVATE_KEY_FILE(
            null,
            "The private key of the client certificate.",
            "path of a PEM file with a PKCS#8, encrypted PKCS#8, PKCS#1 RSA or SEC1 EC private key"),

    /** The password of an encrypted private key. */
    ETCD_PRIVATE_KEY_PASSWORD(null, "The password of an encrypted private key.", "text, taken as it is"),

    /** A file with the password of an encrypted private key. */
    ETCD_PRIVATE_KEY_PASSWORD_FILE(
            null, "A file that holds the password of an encrypted private key.", Texts.SECRET_FILE),

    /** The name to expect in etcd's certificate. */
    ETCD_SERVER_NAME(
            null,
            "The name that etcd's certificate must carry; unset means the host that is connected to.",
            "host name or IP address, without a port"),

    /** The user to authenticate as. */
    ETCD_USERNAME(null, "The etcd user to authenticate as.", "text; needs a password"),

    /** The password of the user. */
    ETCD_PASSWORD(null, "The password of the etcd user.", "text, taken as it is; needs a user name"),

    /** A file with the password of the user. */
    ETCD_PASSWORD_FILE(null, "A file that holds the password of the etcd user.", Texts.SECRET_FILE),

    /** How long opening may take to reach a member. */
    ETCD_CONNECT_TIMEOUT(
            "3s", "How long reaching etcd may take when a store is opened, name resolution included.", Texts.DURATION),

    /** How long a call may take. */
    ETCD_REQUEST_TIMEOUT("5s", "The total deadline of a call, every attempt included.", Texts.DURATION),

    /** How long a session outlives its process. */
    ETCD_SESSION_TTL(
            "15s",
            "How long the entries of a session outlive the process that holds it.",
            "whole seconds from 5s to 24h, such as 15s or 2m"),

    /** Whether a store opens although etcd cannot be reached. */
    ETCD_START_ANYWAY(
            "false",
            "Whether a store opens although etcd cannot be reached, and keeps trying in the background.",
            Texts.BOOLEAN),

    /** Whether concurrent operations travel together. */
    ETCD_COALESCING(
            "true",
            "Whether reads, and writes, of single keys that are made while others are under way travel together.",
            Texts.BOOLEAN);

    /** What every variable's name begins with. */
    static final String PREFIX = "GATEWAY_STORE_";

    private final @Nullable String defaultValue;
    private final String description;
    private final String accepted;

    StoreVariable(@Nullable String defaultValue, String description, String accepted) {
        this.defaultValue = defaultValue;
        this.description = description;
        this.accepted = accepted;
    }

    /**
     * The name of the environment variable.
     *
     * @return for example {@code GATEWAY_STORE_ETCD_HOSTS}
     */
    public String variableName() {
        return PREFIX + name();
    }

    /**
     * The key in the {@code [store]} section of {@code gateway.conf}.
     *
     * @return for example {@code etcd_hosts}
     */
    public String configKey() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What holds if the setting is not made.
     *
     * @return the default as one would write it, or empty if there is none
     */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /**
     * What the setting decides.
     *
     * @return one sentence or two
     */
    public String description() {
        return description;
    }

    /**
     * Which values can be used.
     *
     * @return a phrase that can follow the word "expected"
     */
    public String accepted() {
        return accepted;
    }

    /**
     * Whether the value must never be shown.
     *
     * @return true for passwords; false for the files that hold them, whose paths may be shown
     */
    public boolean isSecret() {
        return this == ETCD_PASSWORD || this == ETCD_PRIVATE_KEY_PASSWORD;
    }

    /** The other place of the same secret: of a password its file, of a password's file the password. */
    Optional<StoreVariable> alternative() {
        return switch (this) {
            case ETCD_PASSWORD -> Optional.of(ETCD_PASSWORD_FILE);
            case ETCD_PASSWORD_FILE -> Optional.of(ETCD_PASSWORD);
            case ETCD_PRIVATE_KEY_PASSWORD -> Optional.of(ETCD_PRIVATE_KEY_PASSWORD_FILE);
            case ETCD_PRIVATE_KEY_PASSWORD_FILE -> Optional.of(ETCD_PRIVATE_KEY_PASSWORD);
            default -> Optional.empty();
        };
    }

    /**
     * The setting as an assignment, for messages that say what to do.
     *
     * @param value the value to set, never a secret
     * @return for example {@code GATEWAY_STORE_ETCD_USE_TLS=true}
     */
    public String assign(String value) {
        return variableName() + "=" + value;
    }

    /**
     * The name of the environment variable.
     *
     * @return the same as {@link #variableName()}
     */
    @Override
    public String toString() {
        return variableName();
    }

    /** Phrases shared by several settings; constants of an enum cannot refer to its own fields. */
    private static final class Texts {
        static final String BOOLEAN = "true or false; also t, f, 1 and 0, in upper or lower case";
        static final String DURATION = "a number and a unit from 1ms to 24h, such as 500ms, 3s or 2m, or PT3S";
        static final String SECRET_FILE = "path of a text file; one line break at its end is dropped";
    }
}
