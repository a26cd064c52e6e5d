package io.gatewaystore.etcd.internal.tls;

/** The material that handshakes use from now on. There is one reference to it, so that certificates, key and trust change together. */
final class CurrentMaterial {

    private volatile TlsMaterial material;

    CurrentMaterial(TlsMaterial material) {
        this.material = material;
    }

    TlsMaterial get() {
        return material;
    }

    void replaceBy(TlsMaterial newer) {
        material = newer;
    }
}
