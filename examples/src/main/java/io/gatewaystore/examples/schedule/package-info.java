/**
 * A scheduled job that exactly one node does each time it is due.
 *
 * <p>Every node waits for the same lock ({@link io.gatewaystore.examples.schedule.Report}). The first one does the job and leaves what came of it; the
 * others find that and do nothing. If the first one dies the next takes over, and if it was only paused, its late result is refused.
 * {@link io.gatewaystore.examples.schedule.ReportNode} is a node, {@link io.gatewaystore.examples.schedule.Schedule} shows three of them in one process.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.schedule;
