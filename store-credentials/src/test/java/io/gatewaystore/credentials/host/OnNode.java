package io.gatewaystore.credentials.host;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** What {@code storectl credentials on-node} does, for tests that have no storectl. */
public final class OnNode {

    private OnNode() {}

    public static void main(String[] arguments) {
        HostAnswers.answer(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new LocalHost(Clock.systemUTC()),
                System.out::println);
    }
}
