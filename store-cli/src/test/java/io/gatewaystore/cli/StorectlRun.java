package io.gatewaystore.cli;

import io.gatewaystore.cli.console.Console;
import io.gatewaystore.config.StoreConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands in this process, through all that {@code main} does but ending the process. Nothing of this machine's environment is seen. */
final class StorectlRun {

    /** How a command ended and what it said. */
    record Result(int status, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    private final Map<String, String> environment;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] in = {};
    private Optional<String> password = Optional.empty();
    private boolean terminal;

    private StorectlRun(Map<String, String> environment) {
        this.environment = environment;
    }

    /** With these variables and no others. */
    static StorectlRun with(Map<String, String> environment) {
        return new StorectlRun(environment);
    }

    /** On the memory backend, in a namespace that a test shares with nobody. */
    static StorectlRun onMemory(String namespace) {
        return with(Map.of("GATEWAY_STORE_NAMESPACE", namespace));
    }

    static Result run(Map<String, String> environment, String... arguments) {
        return with(environment).execute(arguments);
    }

    /** Pipes something into the command. */
    StorectlRun in(byte[] bytes) {
        in = bytes.clone();
        return this;
    }

    /** Lets somebody sit at a terminal who answers the question for a password. */
    StorectlRun typing(String answer) {
        password = Optional.of(answer);
        return onTerminal();
    }

    /** Lets somebody look on. */
    StorectlRun onTerminal() {
        terminal = true;
        return this;
    }

    /** Adds a variable. */
    StorectlRun and(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new StorectlRun(more);
    }

    Result execute(String... arguments) {
        Console console = new Console(new ByteArrayInputStream(in), out, err, terminal, prompt -> password);
        int status = Storectl.run(console, () -> StoreConfig.builder().environment(environment), arguments);
        return new Result(status, out(), err());
    }

    /** What a command that still runs has printed. */
    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    byte[] rawOut() {
        return out.toByteArray();
    }
}
