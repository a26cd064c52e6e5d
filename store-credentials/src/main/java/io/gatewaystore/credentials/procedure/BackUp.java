package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.host.HostRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps a copy of every file that is going to be edited. The copies stay, whatever becomes of the command. */
record BackUp() implements Step {

    @Override
    public void forward(Run run) {
        Deployment deployment = run.deployment();
        for (Member member : deployment.members()) {
            List<Path> files = new ArrayList<>(member.consumers());
            files.add(member.etcdConfig());
            keep(run, new Place(member.name()), files);
        }
        if (!deployment.consumers().isEmpty()) {
            keep(run, Place.ISSUER, deployment.consumers());
        }
    }

    private static void keep(Run run, Place place, List<Path> files) {
        run.host(place).ask(new HostRequest.KeepCopies(files, run.backup(place)));
        run.did("copies of the files of " + place + " are in " + where(run, place));
    }

    /** Where copies are, with the host if it is another. */
    static List<String> places(Run run) {
        return run.deployment().members().stream()
                .map(member -> where(run, new Place(member.name())))
                .distinct()
                .toList();
    }

    private static String where(Run run, Place place) {
        String host =
                place.isIssuer() ? "" : run.deployment().member(place.member()).host();
        return host.isEmpty() ? run.backup(place).toString() : host + ":" + run.backup(place);
    }

    @Override
    public void backward(Run run) {
        // They do no harm, and may be wanted.
    }

    @Override
    public String describe() {
        return "back up the configuration files";
    }
}
