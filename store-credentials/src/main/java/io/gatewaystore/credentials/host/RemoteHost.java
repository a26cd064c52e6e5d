package io.gatewaystore.credentials.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.internal.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Another machine, reached by a command that runs a command there, such as {@code ssh {host}}. Requests go to the standard input of one
 * {@code storectl credentials on-node}, which the first request starts, and their answers come back, so that no secret is ever on a command line.
 *
 * <p>Safe for use by one thread at a time.
 */
public final class RemoteHost implements Host, AutoCloseable {

    /** Runs after the time that an operator's command has on the other side, whose message says more. */
    private static final int MARGIN_SECONDS = 30;

    private static final int QUICK_SECONDS = 60;

    private final String name;
    private final String command;
    private @Nullable Conversation conversation;

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
        try {
            HostAnswers.Answer answer = Json.read(answerTo(request), HostAnswers.Answer.class);
            if (!answer.failure().isEmpty()) {
                throw new CredentialException("on " + name + ": " + answer.failure());
            }
            return Json.convert(Objects.requireNonNull(answer.done(), "an answer"), request.answerType());
        } catch (JsonProcessingException e) {
            close();
            throw new CredentialException(
                    "on " + name + ": '" + command
                            + "' does not answer as storectl does; is it the same version there?",
                    e);
        }
    }

    private String answerTo(HostRequest<?> request) {
        int seconds = request instanceof HostRequest.Run run ? run.seconds() + MARGIN_SECONDS : QUICK_SECONDS;
        if (conversation != null && !conversation.isOpen()) {
            // A connection may not outlive the pause between two requests.
            close();
        }
        if (conversation == null) {
            conversation = Conversation.begin(command);
        }
        try {
            return conversation.ask(HostAnswers.question(request), seconds);
        } catch (CredentialException e) {
            close();
            throw e;
        }
    }

    /** Ends what runs there. A later request starts it again. */
    @Override
    public void close() {
        if (conversation != null) {
            conversation.close();
            conversation = null;
        }
    }
}
