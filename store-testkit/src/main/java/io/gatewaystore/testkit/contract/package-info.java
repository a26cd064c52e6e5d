/**
 * The contract that every backend of a store keeps, as tests that any backend's author runs.
 *
 * <h2>How to run the contract suite on your backend</h2>
 *
 * <p>Add {@code store-testkit} with scope {@code test} and JUnit 5 to your module. Then say how a store of yours is opened; one class is
 * all there is to write:
 *
 * <pre>{@code
 * class FileContractTest extends StoreContract {
 *
 *     @Override
 *     protected StoreFixture fixture() {
 *         FileCluster cluster = FileCluster.create();           // a state that only this test knows, or a shared one
 *         return new StoreFixture() {
 *             @Override
 *             public Store open() {                             // every call: one more store on that state, without a namespace
 *                 return Store.open(cluster.config());
 *             }
 *
 *             @Override
 *             public StoreConfig config() {
 *                 return cluster.config();
 *             }
 *
 *             @Override
 *             public void compact(long revision) {
 *                 cluster.compact(revision);
 *             }
 *
 *             @Override
 *             public void elapse(Duration time) {               // only if your backend's clock is a fake one
 *                 cluster.clock().advance(time);
 *             }
 *
 *             @Override
 *             public void close() {
 *                 cluster.close();
 *             }
 *         };
 *     }
 *
 *     @Override
 *     protected Map<Capability, String> lacks() {               // only if your backend lacks something
 *         return Map.of(Capability.TTL, "files do not expire");
 *     }
 * }
 * }</pre>
 *
 * <p>The suite asks for a fixture before each test and closes it, with every store it opened, afterwards. Each test works in a namespace
 * of its own, so a fixture may hand out the same state again and again; tests of one class must then not run at the same time, since
 * some compact the history and some count revisions.
 *
 * <p>Every concept is run twice, through {@link io.gatewaystore.Store} and through {@link io.gatewaystore.AsyncStore}; what is about futures,
 * blocking calls or cursors, once. A test that needs a {@link
 * io.gatewaystore.testkit.contract.Capability} your backend declares to lack is reported as disabled, with your reason. A test that is skipped for any
 * other reason fails the run, and so does a {@code @BeforeAll} that gives up, or an outermost class of which no test begins. Only a class that
 * JUnit never enters, because {@code @Disabled} or another condition is on it, can be seen by no one but the reader of the report: there it
 * stands as skipped, and nothing is known of the backend.
 *
 * <p>Each class named {@code …Contract} is the specification of one concept: its Javadoc says what is promised, its tests prove it.
 * {@link io.gatewaystore.testkit.contract.StoreContract} holds them all.
 */
@NullMarked
package io.gatewaystore.testkit.contract;

import org.jspecify.annotations.NullMarked;
