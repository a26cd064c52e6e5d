package io.gatewaystore.benchmarks;

/** A page with places for figures: what stands between {@code <!-- name -->} and {@code <!-- /name -->} is replaced. */
record Page(String text) {

    /**
     * The page with other text in one place.
     *
     * @throws IllegalArgumentException if the page has no such place
     */
    Page with(String place, String content) {
        String begin = "<!-- " + place + " -->";
        String end = "<!-- /" + place + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("page: it has no " + begin + " with " + end + " after it");
        }
        return new Page(text.substring(0, from + begin.length()) + "\n" + content.strip() + "\n" + text.substring(to));
    }
}
