package io.gatewaystore.examples.routing;

import static io.gatewaystore.examples.routing.RoutingTable.keyOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Store;
import io.gatewaystore.codec.TypedEntry;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.testkit.faults.CallFault;
import io.gatewaystore.testkit.faults.Calls;
import io.gatewaystore.testkit.faults.FaultyStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteEditorTest {

    private static final String URL = "http://10.0.0.7:8080";

    private final FaultyStore connection =
            FaultyStore.around(MemoryCluster.create().open());
    private final Store store = connection.store();
    private final RouteEditor editor = new RouteEditor(store);

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void addsAServiceOnce() {
        assertThat(editor.add("billing", URL)).isEqualTo(Edit.DONE);
        assertThat(editor.add("billing", "http://elsewhere")).isEqualTo(Edit.REFUSED);
        assertThat(seen("billing").value().url()).isEqualTo(URL);
    }

    @Test
    void changesTheRouteThatWasSeenAndNoLaterOne() {
        editor.add("billing", URL);
        TypedEntry<Route> seen = seen("billing");

        assertThat(editor.changeWeight(seen, 2)).isEqualTo(Edit.DONE);
        assertThat(editor.changeWeight(seen, 3)).isEqualTo(Edit.REFUSED);
        assertThat(seen("billing").value().weight()).isEqualTo(2);
    }

    @Test
    void knowsItsOwnWriteAgainWhenTheAnswerWasLost() {
        editor.add("billing", URL);
        TypedEntry<Route> seen = seen("billing");
        loseAnswers(1);

        assertThat(editor.changeWeight(seen, 2)).isEqualTo(Edit.DONE);
        assertThat(seen("billing").entry().version()).isEqualTo(2);
    }

    @Test
    void movesAServiceInOneRevision() {
        editor.add("billing", URL);

        assertThat(editor.move("billing", "invoices")).isEqualTo(Edit.DONE);
        assertThat(editor.find("billing")).isEmpty();
        assertThat(seen("invoices").value().url()).isEqualTo(URL);
    }

    @Test
    void movesAServiceOnceWhenTheAnswerWasLost() {
        editor.add("billing", URL);
        loseAnswers(2);

        assertThat(editor.move("billing", "invoices")).isEqualTo(Edit.DONE);
        assertThat(seen("invoices").entry().version()).isEqualTo(1);
    }

    @Test
    void doesNotMoveOntoAnotherService() {
        editor.add("billing", URL);
        editor.add("invoices", "http://10.0.0.9:8080");

        assertThat(editor.move("billing", "invoices")).isEqualTo(Edit.REFUSED);
        assertThat(store.get(keyOf("billing"))).isPresent();
    }

    @Test
    void doesNotHideThatAnOutcomeRemainsUnknown() {
        editor.add("billing", URL);
        loseAnswers(3);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> editor.move("billing", "invoices"))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void doesNotRepeatAnAddition() {
        loseAnswers(1);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> editor.add("billing", URL));
    }

    /** Lets writes be applied and their answers be lost, as when a connection breaks. */
    private void loseAnswers(int writes) {
        connection.next(writes, Calls.writes(), CallFault.lostAnswer());
    }

    private TypedEntry<Route> seen(String service) {
        return editor.find(service).orElseThrow();
    }
}
