package io.gatewaystore.credentials.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.internal.Json;
import java.util.Objects;

/**
 * Another machine, reached by a command that runs a command there, such as {@code ssh {host}}. The request goes to the standard input of
 * {@code storectl credentials on-node} and its answer comes back, so that no secret is ever on a command line.
 *
 * <p>Thread-safe.
 */
public final class RemoteHost implements Host {

    /** Runs after the time that an operator's command has on the other side, whose message says more. */
    private static final int MARGIN_SECONDS = 30;

    private static final int QUICK_SECONDS = 60;

    private final String name;
    private final String command;

    /**
     * Creates a host.
     *
     * @param name its name, which stands for {@code {host}}
     * @param template the command that runs a command there. {@code {command}} stands for that command as one quoted word; it is added at the end
     *     if it is missing
     * @param program {@code storectl} as it is called there
     */
    public RemoteHost(String name, String template, String program) {
        this.name = Objects.requireNonNull(name, "name");
        String whole = template.contains("{command}") ? template : template + " {command}";
        this.command =
                whole.replace("{host}", quoted(name)).replace("{command}", quoted(program + " credentials on-node"));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public <T> T ask(HostRequest<T> request) {
        int seconds = request instanceof HostRequest.Run run ? run.seconds() + MARGIN_SECONDS : QUICK_SECONDS;
        try {
            String said = ShellCommand.of(command, seconds).run(HostAnswers.question(request));
            HostAnswers.Answer answer = Json.read(said, HostAnswers.Answer.class);
            if (!answer.failure().isEmpty()) {
                throw new CredentialException("on " + name + ": " + answer.failure());
            }
            return Json.convert(Objects.requireNonNull(answer.done(), "an answer"), request.answerType());
        } catch (JsonProcessingException e) {
            throw new CredentialException(
                    "on " + name + ": '" + command
                            + "' does not answer as storectl does; is it the same version there?",
                    e);
        }
    }
}
