package io.gatewaystore.credentials.host;

import java.time.Clock;
import java.util.Objects;

/**
 * The machine that this process runs on.
 *
 * <p>Thread-safe.
 */
public final class LocalHost implements Host {

    private final Clock clock;

    /**
     * Creates a host.
     *
     * @param clock dates what is written, and judges certificates
     */
    public LocalHost(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public <T> T ask(HostRequest<T> request) {
        return request.perform(clock);
    }
}
