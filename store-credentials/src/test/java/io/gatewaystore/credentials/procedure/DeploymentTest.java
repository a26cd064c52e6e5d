package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.CredentialException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    private static Deployment of(String stop, String start, Member... members) {
        return new Deployment(List.of(members), Path.of("/c"), List.of(), stop, start, "", "", 0, 0);
    }

    private static Member member(String name, String stop, String start) {
        return new Member(name, "", List.of(), Path.of("/" + name), List.of(), Path.of("/c/" + name), "", stop, start);
    }

    @Test
    void hasCommandsForEveryMemberOrForNone() {
        assertThatThrownBy(() -> of("", "", member("m1", "stop", "start"), member("m2", "", "")))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("missing: m2");
    }

    @Test
    void hasCommandsForAllAtOnceOrForSingleMembers() {
        assertThatThrownBy(() -> of("stop", "start", member("m1", "stop", "start")))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("give either");
    }
}
