package io.gatewaystore.credentials.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** What {@code storectl credentials on-node} does, for tests that have no storectl. */
public final class OnNode {

    private OnNode() {}

    public static void main(String[] arguments) throws IOException {
        String question = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(HostAnswers.answer(question, new LocalHost(Clock.systemUTC())));
    }
}
