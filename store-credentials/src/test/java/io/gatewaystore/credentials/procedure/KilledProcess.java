package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.internal.Json;
import io.gatewaystore.credentials.journal.Interruption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that turns TLS on and is killed on its way. Arguments: state directory, deployment as JSON, the moment. */
final class KilledProcess {

    static final int STATUS = 137;

    private KilledProcess() {}

    public static void main(String[] arguments) throws Exception {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[2]));
        Interruption kill = () -> {
            if (left.getAndDecrement() == 0) {
                Runtime.getRuntime().halt(STATUS);
            }
        };
        Deployment deployment = Json.read(Files.readString(Path.of(arguments[1])), Deployment.class);
        new CredentialProcedures(Path.of(arguments[0]), Clock.systemUTC(), System.out::println, kill)
                .enable(deployment, IssueSettings.DEFAULTS, false, Flow.OFFLINE);
    }
}
