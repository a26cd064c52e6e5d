package io.gatewaystore.credentials.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The http and https URLs in a text, whatever quotes and separates them. Anything else in it is left as it is. */
final class UrlList {

    private static final Pattern URL =
            Pattern.compile("(https?)://((?:\\[[^\\]\\s]*])?[^\\s,'\"\\]\\[]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS = Pattern.compile("(?<![^\\s,'\"])(?![^\\s,'\"]*://)[^\\s,'\"]+");
    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    private record Url(String scheme, String address, int start, int end) {
        boolean hasTwin(List<Url> urls, String otherScheme) {
            return urls.stream()
                    .anyMatch(other -> other.scheme.equals(otherScheme) && other.address.equalsIgnoreCase(address));
        }

        String with(String otherScheme) {
            return otherScheme + "://" + address;
        }
    }

    private UrlList() {}

    static List<String> in(String text) {
        return urls(text).stream().map(url -> url.with(url.scheme())).toList();
    }

    /** The text with a scheme in front of every {@code host:port} that has none. */
    static String withSchemes(String text, String scheme) {
        return ADDRESS.matcher(text).replaceAll(match -> Matcher.quoteReplacement(scheme + "://" + match.group()));
    }

    private static List<Url> urls(String text) {
        return URL.matcher(text).results().map(UrlList::url).toList();
    }

    private static Url url(MatchResult match) {
        return new Url(match.group(1).toLowerCase(Locale.ROOT), match.group(2), match.start(), match.end());
    }

    /** The text with each URL as the transport has it: one scheme, or both for the same address. */
    static String rewrite(String text, Transport target) {
        List<Url> urls = urls(text);
        if (urls.isEmpty()) {
            return text;
        }
        StringBuilder rewritten =
                new StringBuilder(text.substring(0, urls.get(0).start()));
        String separator = "";
        boolean first = true;
        for (int i = 0; i < urls.size(); i++) {
            if (i > 0) {
                // Of the separators around a URL that goes, the one with the more to it: ", " rather than ",".
                String next = text.substring(urls.get(i - 1).end(), urls.get(i).start());
                separator = next.length() > separator.length() ? next : separator;
            }
            List<String> becomes = becomes(urls.get(i), urls, target);
            if (!becomes.isEmpty()) {
                rewritten.append(first ? "" : separator).append(String.join(",", becomes));
                separator = "";
                first = false;
            }
        }
        return rewritten.append(text.substring(urls.get(urls.size() - 1).end())).toString();
    }

    private static List<String> becomes(Url url, List<Url> urls, Transport target) {
        List<String> becomes = new ArrayList<>();
        switch (target) {
            case PLAIN -> {
                if (url.scheme().equals(HTTP) || !url.hasTwin(urls, HTTP)) {
                    becomes.add(url.with(HTTP));
                }
            }
            case MUTUAL_TLS -> {
                if (url.scheme().equals(HTTPS) || !url.hasTwin(urls, HTTPS)) {
                    becomes.add(url.with(HTTPS));
                }
            }
            case BOTH -> {
                if (url.hasTwin(urls, url.scheme().equals(HTTP) ? HTTPS : HTTP)) {
                    becomes.add(url.with(url.scheme()));
                } else {
                    becomes.add(url.with(HTTP));
                    becomes.add(url.with(HTTPS));
                }
            }
            case OTHER -> throw new IllegalArgumentException("OTHER is no transport to plan");
        }
        return becomes;
    }
}
