package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.etcd.check.CheckStep;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void isWhereItCameToThoughMoreIsAskedToExplainWhy() {
        Progress progress = new Progress();
        progress.enter(CheckStep.TLS, "waiting for the TLS handshake");

        progress.stay();
        progress.enter(CheckStep.TCP, "connecting");
        progress.enter(CheckStep.VERSION, "waiting for an answer to a request");

        assertThat(progress.stage()).isEqualTo("waiting for the TLS handshake");
    }
}
