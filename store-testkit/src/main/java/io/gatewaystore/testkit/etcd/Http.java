package io.gatewaystore.testkit.etcd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** JSON over HTTP, as etcd's gateway speaks it. */
final class Http {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client;

    private Http(HttpClient client) {
        this.client = client;
    }

    static Http plain() {
        return new Http(builder().build());
    }

    static Http secured(SSLContext context) {
        return new Http(builder().sslContext(context).build());
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Returns the answer, or empty if there was none within the time. */
    Optional<JsonNode> get(URI uri, Duration timeout) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        try {
            return Optional.of(parse(send(request).body()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Posts a request and returns the answer.
     *
     * @throws ConnectException if the request was certainly not seen
     */
    JsonNode post(URI uri, ObjectNode body, String token) throws ConnectException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        if (!token.isEmpty()) {
            request.header("Authorization", token);
        }
        try {
            HttpResponse<String> response = send(request.build());
            JsonNode answer = parse(response.body());
            if (response.statusCode() != 200) {
                throw refusal(uri, response.statusCode(), answer);
            }
            return answer;
        } catch (ConnectException e) {
            throw e;
        } catch (HttpTimeoutException e) {
            throw new UncheckedIOException(uri + " did not answer within " + REQUEST_TIMEOUT, e);
        } catch (IOException e) {
            throw new UncheckedIOException(uri + " failed: " + e.getMessage(), e);
        }
    }

    private static EtcdRequestException refusal(URI uri, int status, JsonNode answer) {
        String message = answer.path("message").asText(answer.path("error").asText("HTTP status " + status));
        return new EtcdRequestException(uri.getPath(), answer.path("code").asInt(2), message);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("message", body.strip());
        }
    }
}
