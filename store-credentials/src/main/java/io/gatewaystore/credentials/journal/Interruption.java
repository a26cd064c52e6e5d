package io.gatewaystore.credentials.journal;

/**
 * Is told of every moment at which a command can be interrupted with another state on the disk: just before and just after each record.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@FunctionalInterface
public interface Interruption {

    /** Lets every command run to its end. */
    Interruption NONE = () -> {};

    /** Called at each moment; may end the process. */
    void moment();
}
