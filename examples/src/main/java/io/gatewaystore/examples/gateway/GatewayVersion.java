package io.gatewaystore.examples.gateway;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class GatewayVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Gateway.class.getPackage().getImplementationVersion())
                .orElse("(not from a jar)");
        return new String[] {"gateway " + version};
    }
}
