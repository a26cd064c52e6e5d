package io.gatewaystore.testkit.etcd;

/** Where etcd comes from. */
sealed interface EtcdSource permits EtcdBinary, EtcdImage {

    /** Returns {@code binary <path>} or {@code container <image>}. */
    String description();
}
