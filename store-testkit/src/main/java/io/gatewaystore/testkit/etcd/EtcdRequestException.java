package io.gatewaystore.testkit.etcd;

/**
 * etcd refused a request of the {@link EtcdAdmin}.
 *
 * <p>Immutable.
 */
public final class EtcdRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    EtcdRequestException(String path, int code, String message) {
        super(path + ": " + message);
        this.code = code;
    }

    /**
     * Returns the gRPC status code etcd answered with, for instance 11 ({@code OUT_OF_RANGE}) for a compacted revision.
     *
     * @return the code
     */
    public int code() {
        return code;
    }
}
