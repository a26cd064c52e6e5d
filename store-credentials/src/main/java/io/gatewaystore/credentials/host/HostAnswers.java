package io.gatewaystore.credentials.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.internal.Json;
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
     * Carries a request out on a host.
     *
     * @param question a request, as JSON in one line
     * @param host where to carry it out
     * @return the answer or the failure, as JSON in one line
     */
    public static String answer(String question, Host host) {
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
