package io.gatewaystore.testkit.etcd;

import java.nio.file.Path;
import java.time.Duration;

/** One member as something that runs: an operating system process or a container. */
interface MemberProcess {

    /** Begins to run; does not wait until it serves. */
    void start();

    boolean isRunning();

    boolean isFrozen();

    /** Waits until it has ended, or the time is over; returns whether it has ended. */
    boolean awaitExit(Duration timeout);

    /** Ends it as a crash would. */
    void kill();

    /** Asks it to end and waits until it has. */
    void stop();

    void freeze();

    void thaw();

    /** Removes its data; only while it does not run. */
    void removeData();

    /** Puts what a snapshot holds in the place of its data; only while it does not run. */
    void restoreData(Path snapshot);

    /** Returns everything it has logged so far. */
    String log();

    /** Ends it and frees all it held. */
    void dispose();
}
