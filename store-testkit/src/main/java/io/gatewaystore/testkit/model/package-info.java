/**
 * Random operations on a backend, each answer compared with that of a model.
 *
 * <p>The author of a backend extends {@link io.gatewaystore.testkit.model.ModelContract}; one method says how a store is opened, as for
 * {@link io.gatewaystore.testkit.contract.StoreContract}:
 *
 * <pre>{@code
 * class FileModelTest extends ModelContract {
 *     @Override
 *     protected StoreFixture fixture() {
 *         return new FileFixture();
 *     }
 * }
 * }</pre>
 *
 * <p>A run is a list of steps made from a seed: reads of every freshness, writes with right and stale revisions, transactions with compares on
 * every target, on ranges and nested, TTLs that do not end, compaction, namespaces, and watches with different ranges and starts. The same steps
 * are taken by the store and by a naive model in memory, one copy of the whole state per revision. Every answer has to be equal: entries, counts,
 * conflicts, results of transactions, the type and outcome of failures, and what each watch told its listener; revisions are counted from the
 * run's first. Steps name revisions by what they are ("the last write of this key"), so that a failing run can be shortened before it is shown.
 */
@NullMarked
package io.gatewaystore.testkit.model;

import org.jspecify.annotations.NullMarked;
