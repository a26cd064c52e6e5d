package io.gatewaystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageTest {

    private static final String TEXT = "before\n<!-- here -->\nold\n<!-- /here -->\nafter\n";

    @Test
    void hasOtherTextInOnePlace() {
        assertThat(new Page(TEXT).with("here", "new\n").text())
                .isEqualTo("before\n<!-- here -->\nnew\n<!-- /here -->\nafter\n");
    }

    @Test
    void staysAsItIsIfFilledWithTheSameAgain() {
        Page once = new Page(TEXT).with("here", "new");

        assertThat(once.with("here", "new")).isEqualTo(once);
    }

    @Test
    void doesNotTakeTextForAPlaceItDoesNotHave() {
        assertThatThrownBy(() -> new Page(TEXT).with("there", "new"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<!-- there -->");
    }
}
