package io.gatewaystore.cli.console;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A bar on standard error for work that takes long, if somebody looks on.
 *
 * <p>Thread-safe.
 */
public final class Progress implements AutoCloseable {

    private static final int WIDTH = 40;
    private static final int PER_MILLE = 1000;

    private final Console console;
    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private long shown = -1;

    /**
     * Creates a bar that is not shown yet.
     *
     * @param console shows it if it is a terminal
     * @param what is being done, in a word
     */
    public Progress(Console console, String what) {
        this.console = console;
        this.what = what;
    }

    /**
     * Shows how far the work has got; drawn only if that can be seen.
     *
     * @param done how much is done
     * @param total how much there is to do
     */
    public void show(long done, long total) {
        if (!console.isTerminal() || total <= 0) {
            return;
        }
        lock.lock();
        try {
            long perMille = done * PER_MILLE / total;
            if (perMille > shown) {
                shown = perMille;
                int filled = (int) (perMille * WIDTH / PER_MILLE);
                String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
                console.err().print("\r" + what + " [" + bar + "] " + done + "/" + total);
                console.err().flush();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the line, so that what is said next has one of its own. */
    @Override
    public void close() {
        if (shown >= 0) {
            console.err().println();
        }
    }
}
