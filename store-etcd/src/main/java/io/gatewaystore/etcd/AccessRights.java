package io.gatewaystore.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AuthGrpc.AuthBlockingStub;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.Permission;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.config.StoreConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a user of etcd may read and write. etcd tells every user about himself and his roles; a denied request would tell about one key or range
 * only, and not which ones are permitted.
 *
 * @param readable the ranges that may be read
 * @param writable the ranges that may be written
 */
record AccessRights(List<KeyRange> readable, List<KeyRange> writable) {

    private static final String ROOT = "root";
    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);
    private static final AccessRights ALL = new AccessRights(List.of(KeyRange.all()), List.of(KeyRange.all()));

    /** How much of a range is permitted. */
    enum Extent {
        ALL,
        PART,
        NOTHING
    }

    /**
     * Asks etcd.
     *
     * @throws io.grpc.StatusRuntimeException if it does not tell
     */
    static AccessRights of(String user, AuthBlockingStub etcd) {
        List<KeyRange> readable = new ArrayList<>();
        List<KeyRange> writable = new ArrayList<>();
        for (String role : etcd.userGet(
                        AuthUserGetRequest.newBuilder().setName(user).build())
                .getRolesList()) {
            if (role.equals(ROOT)) {
                return ALL;
            }
            for (Permission permission : etcd.roleGet(
                            AuthRoleGetRequest.newBuilder().setRole(role).build())
                    .getPermList()) {
                if (permission.getPermType() != Permission.Type.WRITE) {
                    readable.add(range(permission));
                }
                if (permission.getPermType() != Permission.Type.READ) {
                    writable.add(range(permission));
                }
            }
        }
        return new AccessRights(List.copyOf(readable), List.copyOf(writable));
    }

    /** The keys of the configured store. */
    static KeyRange keysOf(StoreConfig config) {
        return config.namespace().isEmpty() ? KeyRange.all() : KeyRange.directory(config.namespace());
    }

    /** Whether anything in a range is permitted. */
    boolean touch(KeyRange range) {
        return reads(range) != Extent.NOTHING || writes(range) != Extent.NOTHING;
    }

    Extent reads(KeyRange range) {
        return extent(readable, range);
    }

    Extent writes(KeyRange range) {
        return extent(writable, range);
    }

    private static KeyRange range(Permission permission) {
        Bytes start = Wire.bytes(permission.getKey());
        if (permission.getRangeEnd().isEmpty()) {
            return KeyRange.of(start, start.concat(Wire.bytes(ZERO)));
        }
        return KeyRange.of(
                permission.getKey().equals(ZERO) ? Bytes.empty() : start,
                permission.getRangeEnd().equals(ZERO) ? Bytes.empty() : Wire.bytes(permission.getRangeEnd()));
    }

    /** As etcd does, several ranges that touch are taken for one. */
    private static Extent extent(List<KeyRange> permitted, KeyRange range) {
        List<KeyRange> touching = permitted.stream()
                .filter(one -> overlap(one, range))
                .sorted(Comparator.comparing(KeyRange::start))
                .toList();
        if (touching.isEmpty()) {
            return Extent.NOTHING;
        }
        Bytes covered = range.start();
        for (KeyRange one : touching) {
            if (one.start().compareTo(covered) > 0) {
                return Extent.PART;
            }
            if (one.end().isEmpty()) {
                return Extent.ALL;
            }
            covered = one.end().compareTo(covered) > 0 ? one.end() : covered;
        }
        return !range.end().isEmpty() && covered.compareTo(range.end()) >= 0 ? Extent.ALL : Extent.PART;
    }

    private static boolean overlap(KeyRange one, KeyRange other) {
        return startsBeforeEnd(one, other) && startsBeforeEnd(other, one);
    }

    private static boolean startsBeforeEnd(KeyRange one, KeyRange other) {
        return other.end().isEmpty() || one.start().compareTo(other.end()) < 0;
    }
}
