package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.config.PlannedRevert;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.host.Host;
import io.gatewaystore.credentials.host.HostRequest;
import io.gatewaystore.credentials.journal.Journal;
import io.gatewaystore.credentials.journal.JournalRecord;
import io.gatewaystore.credentials.journal.RecordedEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings configuration files from one transport to another. The journal keeps the changes of each file as a stack: a change is put on it before the
 * file is touched. Back to plaintext is down to the bottom of the stack, so that a file which nobody else has touched ends byte for byte as it was.
 * To take a change back is a change of its own until the command has ended: undoing the command brings back the bytes from before in either direction.
 */
final class EditedFiles {

    /** The step of a change that this command has not made, but recalled. */
    private static final int OF_NO_STEP = -1;

    private final Run run;
    private final Journal journal;

    EditedFiles(Run run, Journal journal) {
        this.run = run;
        this.journal = journal;
    }

    /** Leads a file to a transport, wherever it is. */
    void bring(ConfigurationFile file, Transport to) {
        forgetWhatWasNotDone(file);
        if (to == Transport.PLAIN) {
            bringToPlain(file);
            return;
        }
        if (!journal.edits(file.key()).isEmpty() && is(file, Transport.PLAIN)) {
            forgetAll(file);
        }
        change(file, to);
    }

    private void bringToPlain(ConfigurationFile file) {
        List<String> conflicts = new ArrayList<>(takeBackAll(file));
        // Below what this journal knows there may be what a lost one did.
        recallLost(file);
        conflicts.addAll(takeBackAll(file));
        // Where lines were edited since, what is left of ours is led to plaintext as in a file that we have not seen
        // before.
        if (!change(file, Transport.PLAIN)) {
            conflicts.forEach(run::warn);
        }
    }

    private List<String> takeBackAll(ConfigurationFile file) {
        return journal.edits(file.key()).stream()
                .flatMap(recorded -> takeBack(file, recorded.edit()).stream())
                .toList();
    }

    /** What the current step announced before an interruption, and did not do or somebody else has changed since, is planned anew. */
    private void forgetWhatWasNotDone(ConfigurationFile file) {
        journal.changes(file.key()).stream()
                .findFirst()
                .filter(this::isOfThisStep)
                .filter(RecordedEdit::takesBack)
                .filter(newest -> !newest.edit().after().equals(digest(file)))
                .ifPresent(newest -> journal.add(new JournalRecord.TookBack(file.key())));
    }

    /** Somebody put the file back, a package upgrade perhaps: none of our changes stands. */
    private void forgetAll(ConfigurationFile file) {
        String digest = digest(file);
        FileEdit nothing = new FileEdit(file.path().toString(), digest, digest, List.of());
        journal.edits(file.key())
                .forEach(lost -> journal.add(new JournalRecord.Edits(run.step(), file.key(), nothing, true)));
    }

    /** Undoes what the current step did to a file, and makes sure that it is where it was before. */
    void undo(ConfigurationFile file, Transport from) {
        for (RecordedEdit recorded : journal.changes(file.key())) {
            if (isOfThisStep(recorded)) {
                host(file)
                        .ask(new HostRequest.RevertEdit(recorded.edit()))
                        .texts()
                        .forEach(run::warn);
                run.say("undid the change of " + file.key());
            } else if (!isRecalled(recorded)) {
                break;
            }
            journal.add(new JournalRecord.TookBack(file.key()));
        }
        if (from != Transport.OTHER && !is(file, from)) {
            bring(file, from);
        }
    }

    private boolean isOfThisStep(RecordedEdit recorded) {
        return recorded.run().equals(run.id()) && recorded.step() == run.step();
    }

    /** Made by another command, so there is nothing to undo. */
    private boolean isRecalled(RecordedEdit recorded) {
        return recorded.run().equals(run.id()) && recorded.step() == OF_NO_STEP;
    }

    private String digest(ConfigurationFile file) {
        return plan(file, Transport.PLAIN).before();
    }

    boolean is(ConfigurationFile file, Transport transport) {
        return plan(file, transport).isEmpty();
    }

    FileEdit plan(ConfigurationFile file, Transport to) {
        return host(file).ask(new HostRequest.PlanEdit(file.role(), file.path(), to, file.credentials()));
    }

    private boolean change(ConfigurationFile file, Transport to) {
        FileEdit edit = plan(file, to);
        if (edit.isEmpty()) {
            return false;
        }
        List<RecordedEdit> standing = journal.edits(file.key());
        if (standing.isEmpty() || !standing.get(0).edit().equals(edit)) {
            journal.add(new JournalRecord.Edits(run.step(), file.key(), edit, false));
        }
        host(file).ask(new HostRequest.ApplyEdit(edit));
        run.say("changed " + file.key());
        return true;
    }

    /** The answer has a sentence for each line that was edited since. */
    private List<String> takeBack(ConfigurationFile file, FileEdit edit) {
        PlannedRevert planned = host(file).ask(new HostRequest.PlanRevert(edit));
        journal.add(new JournalRecord.Edits(run.step(), file.key(), planned.edit(), true));
        host(file).ask(new HostRequest.ApplyEdit(planned.edit()));
        run.say("took the change of " + file.key() + " back");
        return planned.conflicts();
    }

    /** Without the journal that saw the file change, a backup may still tell what the change was. */
    private void recallLost(ConfigurationFile file) {
        if (!journal.edits(file.key()).isEmpty() || is(file, Transport.PLAIN)) {
            return;
        }
        Stream.of(Transport.MUTUAL_TLS, Transport.BOTH)
                .map(transport -> host(file)
                        .ask(new HostRequest.RecallEdit(
                                file.role(), file.path(), transport, file.credentials(), run.backups(file.place()))))
                .filter(edit -> !edit.isEmpty())
                .findFirst()
                .ifPresent(edit -> journal.add(new JournalRecord.Edits(OF_NO_STEP, file.key(), edit, false)));
    }

    private Host host(ConfigurationFile file) {
        return run.host(file.place());
    }
}
