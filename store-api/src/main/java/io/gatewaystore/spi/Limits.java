package io.gatewaystore.spi;

/**
 * What a backend takes in one request. Applications count on 128 operations and values of 1 MiB, and so does the contract suite.
 *
 * <p>Immutable.
 *
 * @param operations the most operations, and the most compares, in one transaction, those of nested ones included
 * @param requestBytes the most bytes of one request: keys, values and their framing
 */
public record Limits(int operations, int requestBytes) {

    private static final Limits ETCD = new Limits(128, 1_572_864);

    /**
     * etcd's defaults: 128 operations ({@code --max-txn-ops}) and 1.5 MiB ({@code --max-request-bytes}).
     *
     * @return the limits
     */
    public static Limits etcdDefaults() {
        return ETCD;
    }
}
