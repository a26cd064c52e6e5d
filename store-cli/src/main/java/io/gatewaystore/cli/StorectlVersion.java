package io.gatewaystore.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class StorectlVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Storectl.class.getPackage().getImplementationVersion())
                .orElse("(not from a jar)");
        return new String[] {"storectl " + version};
    }
}
