package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;
import java.util.List;

/**
 * Stops members, changes how they listen, and starts them again: one while the others serve, or all at once.
 *
 * @param members their names
 * @param from how they listened before; {@link Transport#OTHER} if their files say what no command has written
 * @param to how they are to listen
 * @param consumers whether the files of all clients are changed while the members are down
 * @param served those of the members that answered before: on the way back, no more is asked of any
 */
record SwitchMembers(List<String> members, Transport from, Transport to, boolean consumers, List<String> served)
        implements Step {

    SwitchMembers {
        members = List.copyOf(members);
        served = List.copyOf(served);
    }

    @Override
    public void forward(Run run) {
        run.service().awaitOthers(members);
        run.service().stop(members);
        forEachMember(run, file -> run.files().bring(file, to));
        if (consumers) {
            run.consumerFiles().forEach(file -> run.files().bring(file, to));
        }
        run.service().start(members);
        run.service().prove(members, to);
    }

    @Override
    public void backward(Run run) {
        run.service().awaitOthersIfTheyCome(members);
        run.service().stop(members);
        if (consumers) {
            run.consumerFiles().forEach(file -> run.files().undo(file, from));
        }
        forEachMember(run, file -> run.files().undo(file, from));
        run.service().startAgain(members, served, from);
    }

    private void forEachMember(Run run, java.util.function.Consumer<ConfigurationFile> action) {
        members.forEach(name -> action.accept(run.etcdFile(run.deployment().member(name))));
    }

    @Override
    public String describe() {
        return "let " + String.join(", ", members) + " listen with " + Words.of(to);
    }
}
