package io.gatewaystore.replica;

import java.util.Comparator;

/** The order of keys in a store, unsigned UTF-8 bytes, for keys that are text. */
final class KeyOrder implements Comparator<String> {

    static final KeyOrder INSTANCE = new KeyOrder();

    private KeyOrder() {}

    @Override
    public int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return left.length() - right.length();
    }

    /** Surrogates stand for the characters above all others, but are not above all others themselves. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x1_0000 : c;
    }
}
