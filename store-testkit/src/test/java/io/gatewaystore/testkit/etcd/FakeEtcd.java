package io.gatewaystore.testkit.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Scripts that answer for programs the search runs. */
final class FakeEtcd {

    private FakeEtcd() {}

    static Path ofVersion(Path directory, String version) throws IOException {
        return script(directory.resolve("etcd"), "echo 'etcd Version: " + version + "'");
    }

    static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
