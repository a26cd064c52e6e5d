package io.gatewaystore.credentials.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gatewaystore.credentials.issue.Credentials;
import io.gatewaystore.credentials.issue.KeyedCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Credentials as the contents of files. */
final class CredentialText {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private CredentialText() {}

    /** The files in the order in which they are to be replaced: whom to trust first, then each pair at once. */
    static Map<CredentialFile, byte[]> of(Credentials credentials, Clock clock) {
        Map<CredentialFile, byte[]> texts = new EnumMap<>(CredentialFile.class);
        put(texts, CredentialFile.CA_CERTIFICATE, KeyedCertificate.pem(credentials.trusted()));
        credentials.authority().ifPresent(authority -> put(texts, CredentialFile.CA_KEY, authority.privateKeyPem()));
        putPair(texts, CredentialFile.SERVER_CERTIFICATE, CredentialFile.SERVER_KEY, credentials.server());
        putPair(texts, CredentialFile.CLIENT_CERTIFICATE, CredentialFile.CLIENT_KEY, credentials.client());
        put(texts, CredentialFile.META, meta(credentials, clock));
        return texts;
    }

    private static void putPair(
            Map<CredentialFile, byte[]> texts, CredentialFile certificate, CredentialFile key, KeyedCertificate pair) {
        put(texts, certificate, KeyedCertificate.pem(List.of(pair.certificate())));
        put(texts, key, pair.privateKeyPem());
    }

    private static void put(Map<CredentialFile, byte[]> texts, CredentialFile file, String text) {
        texts.put(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String meta(Credentials credentials, Clock clock) {
        try {
            return JSON.writeValueAsString(Meta.of(credentials, clock)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("could not describe the credentials", e);
        }
    }
}
