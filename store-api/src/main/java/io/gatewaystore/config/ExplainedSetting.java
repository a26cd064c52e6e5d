package io.gatewaystore.config;

/**
 * An effective setting as it may be shown to anybody.
 *
 * <p>Immutable.
 *
 * @param variable the name of its environment variable, for instance {@code GATEWAY_STORE_ETCD_HOSTS}
 * @param value its value; {@code ***} for a secret, {@code -} if there is none
 * @param source where the value came from, as {@link StoreConfig#source} says it
 */
public record ExplainedSetting(String variable, String value, String source) {

    static ExplainedSetting of(Setting setting) {
        return new ExplainedSetting(setting.variable().variableName(), setting.shown(), setting.source());
    }

    /** Only the backend knows whether its setting is secret. */
    static ExplainedSetting of(BackendSetting setting) {
        return new ExplainedSetting(setting.variable(), Secret.REDACTED, setting.source());
    }
}
