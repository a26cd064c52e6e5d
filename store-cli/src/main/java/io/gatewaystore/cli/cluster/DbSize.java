package io.gatewaystore.cli.cluster;

import java.util.Locale;

/** A size in bytes as etcdctl shows it: in units of thousands, with two digits below ten of a unit. */
final class DbSize {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private DbSize() {}

    static String text(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 999.5 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        boolean fraction = unit > 0 && size < 9.95;
        return String.format(Locale.ROOT, fraction ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }
}
