package io.gatewaystore.internal;

import io.gatewaystore.config.ConfigFile;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the file that the configuration in effect was read from, and lets the store go by its new content. Ends when another configuration takes
 * effect, which gets a follower of its own.
 *
 * <p>The content decides, never a time stamp, so that swapped symbolic links and copied files are noticed alike. Content is used when it has been the
 * same at two looks, since files are written bit by bit. What cannot be used is said once, and tried again with growing pauses: the files it names may
 * come later than itself, and hosts may be away.
 *
 * <p>Runs on the store's own threads, one look after another, so nothing here is touched by two threads at once.
 */
final class ConfigFollower {

    private static final Logger log = LoggerFactory.getLogger(ConfigFollower.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final int LARGEST_PAUSE_SHIFT = 5;

    private final LiveConfig live;
    private final LiveConfig.Reign reign;
    private final ConfigFile inEffect;
    private final ListenerThreads threads;
    private ConfigFile seen;
    private @Nullable ConfigFile tried;
    private int failures;
    private long nextTry;
    private String lastTrouble = "";

    ConfigFollower(LiveConfig live, LiveConfig.Reign reign, ConfigFile inEffect, ListenerThreads threads) {
        this.live = live;
        this.reign = reign;
        this.inEffect = inEffect;
        this.threads = threads;
        this.seen = inEffect;
    }

    void start() {
        threads.executeAfter(BETWEEN_LOOKS, this::look);
    }

    private void look() {
        if (!live.isCurrent(reign)) {
            return;
        }
        try {
            ConfigFile now = inEffect.now();
            boolean settled = now.equals(seen);
            seen = now;
            if (now.equals(inEffect)) {
                recovered();
            } else if (settled && (!now.equals(tried) || System.nanoTime() - nextTry >= 0)) {
                use(now);
                return;
            }
        } catch (IOException e) {
            trouble("cannot be read (" + e + ")");
        } catch (RuntimeException | Error e) {
            // Unforeseen; its text may hold anything. A file that is never looked at again would change in silence.
            trouble("cannot be looked at (" + e.getClass().getName() + ")");
        }
        start();
    }

    private void recovered() {
        tried = null;
        if (!lastTrouble.isEmpty()) {
            lastTrouble = "";
            log.info("{} is again what the store goes by", inEffect.path());
        }
    }

    private void use(ConfigFile content) {
        if (!content.equals(tried)) {
            failures = 0;
        }
        tried = content;
        try {
            StoreConfig next = reign.config().toBuilder().build();
            if (!next.configFile().equals(Optional.of(content))) {
                // It has changed since it was looked at, and may be half-written.
                start();
                return;
            }
            live.change(reign, next).whenComplete((done, failure) -> used(next, failure));
        } catch (StoreException unusable) {
            failed(unusable);
        }
    }

    private void used(StoreConfig next, @Nullable Throwable failure) {
        if (failure != null) {
            failed(failure);
            return;
        }
        if (live.current() != next) {
            // The program had something else in mind meanwhile.
            return;
        }
        log.info("{} has changed, and the store goes by it", inEffect.path());
        if (!next.overridden().isEmpty()) {
            log.info(
                    "{} has no say in {}, which the environment or the program decides",
                    inEffect.path(),
                    next.overridden().entrySet().stream()
                            .map(setting -> setting.getKey() + " (" + setting.getValue() + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    private void failed(Throwable failure) {
        if (!live.isCurrent(reign)) {
            return;
        }
        Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, LARGEST_PAUSE_SHIFT));
        failures++;
        nextTry = System.nanoTime() + pause.toNanos();
        trouble("has changed and cannot be used: " + failure.getMessage());
        start();
    }

    /** Says what is wrong when that has changed. */
    private void trouble(String what) {
        if (what.equals(lastTrouble)) {
            log.debug("{} {}", inEffect.path(), what);
        } else {
            lastTrouble = what;
            log.warn(
                    "{} {}; the store stays as it is. It is tried again, and need not be restarted",
                    inEffect.path(),
                    what);
        }
    }
}
