/**
 * Histories: what concurrent clients and watches of a store were told, and whether that can be true.
 *
 * <p>A {@link io.gatewaystore.testkit.history.Recorder} notes every call of its clients, with the moments it began and ended, and everything its
 * watches are told. A {@link io.gatewaystore.testkit.history.Workload} lets clients do random things by a seed. The
 * {@link io.gatewaystore.testkit.history.HistoryChecker} then says which of the store's promises ({@link io.gatewaystore.testkit.history.Rule}) the
 * history breaks: linearizability of reads and writes, and what watches guarantee.
 *
 * <pre>{@code
 * Recorder recorder = new Recorder();
 * try (Store store = Store.open(etcd.config())) {
 *     recorder.watch("observer", store, KeyRange.directory("h"), WatchOptions.snapshotThenChanges());
 *     Workload.of(seed).run(recorder, List.of(store));
 *     recorder.settle(store, Duration.ofSeconds(30));
 *     HistoryChecker.assertSound(recorder.history());
 * }
 * }</pre>
 */
@NullMarked
package io.gatewaystore.testkit.history;

import org.jspecify.annotations.NullMarked;
