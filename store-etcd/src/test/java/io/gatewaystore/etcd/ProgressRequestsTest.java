package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which request for progress an answer is about. */
class ProgressRequestsTest {

    private final ProgressRequests requests = new ProgressRequests(0);

    private void make(int count) {
        for (int i = 0; i < count; i++) {
            requests.made(i);
        }
    }

    @Test
    void takesTheNthAnswerForTheNthRequest() {
        make(2);
        requests.accepted();
        make(1);
        requests.accepted();
        requests.accepted();
        make(1);

        assertThat(requests.answered()).isZero();
        assertThat(requests.answered()).isZero();
        assertThat(requests.answered()).isEqualTo(1);
        assertThat(requests.answered()).isEqualTo(3);
        assertThat(requests.answered()).isZero();
    }

    @Test
    void isPatientAsLongAsSeveralRequestsAreUnanswered() {
        long enoughIfFewAre = 500_000_000;
        make(4);
        assertThat(requests.mayMake(enoughIfFewAre)).isFalse();

        requests.answered();

        assertThat(requests.mayMake(enoughIfFewAre)).isTrue();
    }
}
