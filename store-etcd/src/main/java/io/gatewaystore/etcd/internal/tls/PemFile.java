package io.gatewaystore.etcd.internal.tls;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A file cut into its PEM blocks; what stands between them is explanation that nobody parses. */
final class PemFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \\1-----", Pattern.DOTALL);
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");
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

    static PemFile parse(String text) throws UnusableFileException {
        List<Block> blocks = BLOCK.matcher(text)
                .results()
                .map(match -> new Block(match.group(1), match.group()))
                .toList();
        if (BEGIN.matcher(text).results().count() > blocks.size()) {
            throw new UnusableFileException("is cut off in the middle of a block");
        }
        return new PemFile(blocks);
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
