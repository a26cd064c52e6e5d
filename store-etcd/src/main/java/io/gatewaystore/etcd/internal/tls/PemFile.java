package io.gatewaystore.etcd.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A file cut into its PEM blocks; what stands between them is explanation that nobody parses. */
final class PemFile {

    private static final int LARGEST = 4 * 1024 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \\1-----", Pattern.DOTALL);
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");
    private static final Set<String> PRIVATE_KEYS =
            Set.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

    /** One block with its two edges. Its text may be a private key: it is shown nowhere. */
    record Block(String label, String text) {
        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    private final List<Block> blocks;

    private PemFile(List<Block> blocks) {
        this.blocks = blocks;
    }

    static PemFile read(Path path) throws UnusableFileException {
        String text = text(path);
        List<Block> blocks = BLOCK.matcher(text)
                .results()
                .map(match -> new Block(match.group(1), match.group()))
                .toList();
        if (BEGIN.matcher(text).results().count() > blocks.size()) {
            throw new UnusableFileException("is cut off in the middle of a block");
        }
        return new PemFile(blocks);
    }

    private static String text(Path path) throws UnusableFileException {
        if (Files.isDirectory(path)) {
            throw new UnusableFileException("is a directory; expected: a file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new UnusableFileException("is larger than 4 MiB");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UnusableFileException("does not exist", e);
        } catch (AccessDeniedException e) {
            throw new UnusableFileException("cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new UnusableFileException("cannot be read: " + e.getMessage(), e);
        }
    }

    List<Block> certificates() {
        return blocks.stream()
                .filter(block -> CERTIFICATES.contains(block.label()))
                .toList();
    }

    List<Block> privateKeys() {
        return blocks.stream()
                .filter(block -> PRIVATE_KEYS.contains(block.label()))
                .toList();
    }

    /** The blocks of that label. */
    List<Block> labelled(String label) {
        return blocks.stream().filter(block -> block.label().equals(label)).toList();
    }

    /** What the file holds, for messages. */
    String contents() {
        return blocks.isEmpty()
                ? "holds no PEM block"
                : "holds only "
                        + String.join(
                                ", ",
                                blocks.stream().map(Block::label).distinct().toList());
    }
}
