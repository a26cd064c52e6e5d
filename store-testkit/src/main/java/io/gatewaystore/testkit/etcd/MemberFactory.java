package io.gatewaystore.testkit.etcd;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A way to run members: as processes or in containers. */
interface MemberFactory {

    /**
     * Prepares a member; nothing runs yet.
     *
     * @param address the member's address
     * @param all the addresses of all members, this one among them
     * @param token gives the cluster's token, asked at each first start on an empty data directory
     * @param logFile where the log goes
     */
    MemberProcess create(MemberAddress address, List<MemberAddress> all, Supplier<String> token, Path logFile);

    /** Frees what the members shared. */
    void dispose();
}
