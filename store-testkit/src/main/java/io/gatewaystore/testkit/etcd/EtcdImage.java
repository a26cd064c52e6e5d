package io.gatewaystore.testkit.etcd;

/** A container image with {@code etcd} on its path. */
record EtcdImage(String name) implements EtcdSource {

    @Override
    public String description() {
        return "container " + name;
    }
}
