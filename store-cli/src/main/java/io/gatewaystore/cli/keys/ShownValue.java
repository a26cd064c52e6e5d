package io.gatewaystore.cli.keys;

import io.gatewaystore.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A value, which need not be text, as it can be shown. */
record ShownValue(Bytes bytes) {

    Optional<String> text() {
        try {
            ByteBuffer buffer = bytes.asByteBuffer();
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** For a cell of a table. */
    String brief() {
        return text().orElse("(" + bytes.size() + " bytes that are not text)");
    }

    String hex() {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    /** {@code value} if it is text, else {@code valueBase64}. */
    void putInto(Map<String, Object> json) {
        text().ifPresentOrElse(
                        text -> json.put("value", text),
                        () -> json.put("valueBase64", Base64.getEncoder().encodeToString(bytes.toByteArray())));
    }
}
