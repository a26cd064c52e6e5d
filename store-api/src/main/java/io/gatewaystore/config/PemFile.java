package io.gatewaystore.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A look at a PEM file by the labels of its blocks. What the blocks hold is not decoded: that is done by the backend, which
 * also does it again when the file changes.
 */
final class PemFile {

    private static final int LARGEST = 4 * 1024 * 1024;
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");
    private static final Set<String> PRIVATE_KEYS =
            Set.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

    private final String text;
    private final List<String> labels = new ArrayList<>();

    private PemFile(String text) {
        this.text = text;
        Matcher matcher = BEGIN.matcher(text);
        while (matcher.find()) {
            labels.add(matcher.group(1));
        }
    }

    static PemFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException("it is not a regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is larger than 4 MiB");
            }
            return new PemFile(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    boolean isEmpty() {
        return text.isBlank();
    }

    /** Whether the file looks like DER or PKCS#12 rather than text. */
    boolean isBinary() {
        return text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f');
    }

    boolean hasCertificate() {
        return labels.stream().anyMatch(CERTIFICATES::contains);
    }

    boolean hasPrivateKey() {
        return labels.stream().anyMatch(PRIVATE_KEYS::contains);
    }

    boolean hasEncryptedKey() {
        return labels.contains("ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED");
    }

    /** Whether a block begins and does not end, as while the file is being written. */
    boolean isCutOff() {
        return labels.stream().anyMatch(label -> occurrences("BEGIN", label) != occurrences("END", label));
    }

    private int occurrences(String edge, String label) {
        String line = "-----" + edge + " " + label + "-----";
        int count = 0;
        for (int at = text.indexOf(line); at >= 0; at = text.indexOf(line, at + 1)) {
            count++;
        }
        return count;
    }

    boolean has(String label) {
        return labels.contains(label);
    }

    /** What the file holds, for messages. */
    String contents() {
        return labels.isEmpty()
                ? "no PEM block"
                : "only " + String.join(", ", labels.stream().distinct().toList());
    }
}
