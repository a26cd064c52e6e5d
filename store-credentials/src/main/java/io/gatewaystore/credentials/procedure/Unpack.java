package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.host.CredentialFiles;
import io.gatewaystore.credentials.host.HostRequest;
import java.nio.file.Path;

/**
 * Gives the member of this host its credentials, from a bundle that was issued elsewhere.
 *
 * @param bundle the credential directory in the bundle
 */
record Unpack(Path bundle) implements Step {

    @Override
    public void forward(Run run) {
        Member member = run.deployment().members().get(0);
        run.host(member)
                .ask(new HostRequest.Install(
                        member.credentials(),
                        CredentialFiles.ofNode(CredentialDirectory.at(bundle)),
                        member.owner(),
                        member.etcdConfig()));
    }

    @Override
    public void backward(Run run) {
        Member member = run.deployment().members().get(0);
        run.warnOfOthers(run.host(member)
                .ask(new HostRequest.Uninstall(
                        member.credentials(), CredentialFiles.ofNode(CredentialDirectory.at(bundle)))));
    }

    @Override
    public String describe() {
        return "unpack the credentials";
    }
}
