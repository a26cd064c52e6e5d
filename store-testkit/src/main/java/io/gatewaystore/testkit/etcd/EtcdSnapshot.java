package io.gatewaystore.testkit.etcd;

import java.nio.file.Path;

/**
 * What a cluster held at some moment, in a file that {@code etcdutl} can restore.
 *
 * <p>Immutable.
 *
 * @param file the file
 * @param revision the revision right before the snapshot was taken: it holds this one, and maybe later ones
 */
public record EtcdSnapshot(Path file, long revision) {}
