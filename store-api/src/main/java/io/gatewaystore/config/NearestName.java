package io.gatewaystore.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
final class NearestName {

    private NearestName() {}

    /**
     * The known name nearest to a given one: a few letters off, or made of the same words with some left out or cut short
     * ({@code ETCD_CA_CERT} for {@code ETCD_CA_CERTIFICATE_FILE}).
     *
     * @return the name, or empty if none is near enough to be worth suggesting
     */
    static Optional<String> of(String name, Collection<String> known) {
        String given = name.toUpperCase(Locale.ROOT);
        int tolerated = Math.max(1, Math.min(3, given.length() / 3));
        return misspelt(given, known, 1).or(() -> shortened(given, known)).or(() -> misspelt(given, known, tolerated));
    }

    private static Optional<String> misspelt(String given, Collection<String> known, int tolerated) {
        return known.stream()
                .filter(name -> distance(given, name.toUpperCase(Locale.ROOT)) <= tolerated)
                .min(Comparator.comparingInt(name -> distance(given, name.toUpperCase(Locale.ROOT))));
    }

    private static Optional<String> shortened(String given, Collection<String> known) {
        return known.stream()
                .filter(name -> isShortened(words(given), words(name.toUpperCase(Locale.ROOT))))
                .min(Comparator.comparingInt(name -> words(name).size()));
    }

    private static List<String> words(String name) {
        return List.of(name.split("_", -1));
    }

    private static boolean isShortened(List<String> shortened, List<String> full) {
        int matched = 0;
        for (String word : full) {
            if (matched < shortened.size()
                    && shortened.get(matched).length() >= 2
                    && word.startsWith(shortened.get(matched))) {
                matched++;
            }
        }
        return matched == shortened.size();
    }

    /** Insertions, deletions, substitutions and swaps of neighbours that lead from one text to the other. */
    private static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] current = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substituted, Math.min(last[j], current[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            int[] recycled = beforeLast;
            beforeLast = last;
            last = current;
            current = recycled;
        }
        return last[to.length()];
    }
}
