package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.host.Host;
import io.gatewaystore.credentials.host.HostRequest;
import io.gatewaystore.credentials.journal.Journal;
import io.gatewaystore.credentials.journal.JournalRecord;
import io.gatewaystore.credentials.journal.RecordedEdit;
import java.util.List;

/**
 * Brings configuration files from one transport to another. The journal keeps the changes of each file as a stack: a change is put on it before the
 * file is touched, and taken off after it was taken back. Back to plaintext is down to the bottom of the stack, so that a file which nobody else
 * has touched ends byte for byte as it was.
 */
final class EditedFiles {

    private final Run run;
    private final Journal journal;

    EditedFiles(Run run, Journal journal) {
        this.run = run;
        this.journal = journal;
    }

    /** Leads a file to a transport, wherever it is. */
    void bring(ConfigurationFile file, Transport to) {
        if (to == Transport.PLAIN) {
            recallLost(file);
            List<RecordedEdit> standing = journal.edits(file.key());
            standing.forEach(recorded -> revert(file, recorded.edit()));
        } else if (!journal.edits(file.key()).isEmpty() && is(file, Transport.PLAIN)) {
            // Somebody put the file back, a package upgrade perhaps: none of our changes stands.
            journal.edits(file.key()).forEach(lost -> journal.add(new JournalRecord.TookBack(file.key())));
        }
        change(file, to);
    }

    /** Undoes what the current step did to a file, and makes sure that it is where it was before. */
    void takeBack(ConfigurationFile file, Transport from) {
        for (RecordedEdit recorded : journal.edits(file.key())) {
            if (!recorded.run().equals(run.id()) || recorded.step() != run.step()) {
                break;
            }
            revert(file, recorded.edit());
        }
        if (from != Transport.OTHER) {
            bring(file, from);
        }
    }

    boolean is(ConfigurationFile file, Transport transport) {
        return plan(file, transport).isEmpty();
    }

    FileEdit plan(ConfigurationFile file, Transport to) {
        return host(file).ask(new HostRequest.PlanEdit(file.role(), file.path(), to, file.credentials()));
    }

    private void change(ConfigurationFile file, Transport to) {
        FileEdit edit = plan(file, to);
        if (edit.isEmpty()) {
            return;
        }
        List<RecordedEdit> standing = journal.edits(file.key());
        if (standing.isEmpty() || !standing.get(0).edit().equals(edit)) {
            journal.add(new JournalRecord.Edits(run.step(), file.key(), edit));
        }
        host(file).ask(new HostRequest.ApplyEdit(edit));
        run.say("changed " + file.key());
    }

    private void revert(ConfigurationFile file, FileEdit edit) {
        host(file).ask(new HostRequest.RevertEdit(edit)).texts().forEach(run::warn);
        journal.add(new JournalRecord.TookBack(file.key()));
        run.say("took the change of " + file.key() + " back");
    }

    /** Without the journal that saw the file change, a backup may still tell what the change was. */
    private void recallLost(ConfigurationFile file) {
        if (!journal.edits(file.key()).isEmpty() || is(file, Transport.PLAIN)) {
            return;
        }
        FileEdit edit = host(file)
                .ask(new HostRequest.RecallEdit(
                        file.role(), file.path(), Transport.MUTUAL_TLS, file.credentials(), run.backups(file.place())));
        if (!edit.isEmpty()) {
            journal.add(new JournalRecord.Edits(run.step(), file.key(), edit));
        }
    }

    private Host host(ConfigurationFile file) {
        return run.host(file.place());
    }
}
