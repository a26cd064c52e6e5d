package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.host.HostRequest;
import java.util.List;
import java.util.Optional;

/** Who reads the files of clients, and whether they can read the key that those lead them to. */
final class Readers {

    private static final String ROOT = "root";

    private Readers() {}

    /** Warns of clients that are locked out, as far as owners tell. */
    static void check(Run run) {
        for (ConfigurationFile file : run.consumerFiles()) {
            List<String> owners = run.host(file.place())
                    .ask(new HostRequest.FindOwners(List.of(file.path(), file.credentials())))
                    .texts();
            fault(file, owners.get(0), owners.get(1)).ifPresent(run::warn);
        }
    }

    /** Of a file that belongs to root nothing is known of its readers. */
    static Optional<String> fault(ConfigurationFile file, String reader, String owner) {
        return reader.equals(owner) || reader.equals(ROOT)
                ? Optional.empty()
                : Optional.of("'" + file.path() + "' belongs to " + reader + ", who cannot read the client's key in '"
                        + file.credentials() + "', which belongs to " + owner
                        + ": copy ca.crt, client.crt and client.key"
                        + " to where " + reader + " can read them, and let the file name the copies");
    }
}
