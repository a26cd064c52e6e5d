package io.gatewaystore.credentials.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.internal.Json;
import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The side of a {@link RemoteHost} that is on the other host.
 *
 * <p>Immutable.
 */
public final class HostAnswers {

    private HostAnswers() {}

    /** What goes over the line back: a result or a failure. */
    record Answer(@Nullable Object done, String failure) {}

    static String question(HostRequest<?> request) {
        return Json.line(request);
    }

    /**
     * Carries out requests on a host, one after another, until there are no more.
     *
     * @param questions requests, as JSON in one line each
     * @param host where to carry them out
     * @param answers takes the answer or the failure of each, as JSON in one line
     * @throws UncheckedIOException if the questions cannot be read
     */
    public static void answer(BufferedReader questions, Host host, Consumer<String> answers) {
        questions.lines().forEach(question -> answers.accept(answer(question, host)));
    }

    private static String answer(String question, Host host) {
        try {
            HostRequest<?> request = Json.read(question, HostRequest.class);
            return Json.line(new Answer(host.ask(request), ""));
        } catch (CredentialException e) {
            return Json.line(new Answer(null, String.valueOf(e.getMessage())));
        } catch (JsonProcessingException e) {
            return Json.line(new Answer(null, "the request cannot be understood; is storectl the same version here?"));
        }
    }
}
