package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What a listener that is called late is told. */
class AnnouncementsTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Integer> told = new ArrayList<>();

    @Test
    void areTheNewestIfNoMoreMayWait() {
        Announcements<Integer> announcements = new Announcements<>(tasks::add, "numbers", 2);
        announcements.add(told::add);

        for (int i = 1; i <= 5; i++) {
            announcements.tell(i);
        }
        tasks.remove().run();

        assertThat(told).containsExactly(4, 5);
        assertThat(tasks).isEmpty();
    }
}
