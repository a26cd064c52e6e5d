/**
 * Real etcd for tests: one member or three, in each TLS mode, as a process or in a container.
 *
 * <p>In a JUnit 5 test a static field shares one etcd between the tests of a class, an instance field gives each test its
 * own:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EtcdExtension etcd = EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();
 *
 * @Test
 * void readsWhatWasWritten() {
 *     etcd.admin().put("services/a", "http://a");
 *     Store store = Store.open(etcd.config());
 *     ...
 * }
 * }</pre>
 *
 * <p>Faults need nothing but the etcd binary: {@code etcd.member(0).kill()}, {@code freeze()}, {@code thaw()},
 * {@code restart()}, {@code etcd.compact(revision)}, {@code etcd.wipe()}, and with {@code etcd.cluster()} partitions, snapshots, and proxies between
 * clients and members; {@link io.gatewaystore.testkit.etcd.RandomFaults} does all of it at random. Without JUnit, {@link
 * io.gatewaystore.testkit.etcd.EtcdCluster#start(EtcdSpec)} gives the same.
 *
 * <p>etcd is taken from the first of these that has it, at version 3.5 or later: the file named by {@code ETCD_BIN} (which,
 * if set, must be usable), the {@code PATH}, the machine's package manager (Debian: unpacked into a cache of the user's,
 * not installed), a container. {@code GATEWAY_STORE_TEST_ETCD} set to {@code binary} or {@code container}, as
 * environment variable or system property, settles the kind; {@code GATEWAY_STORE_TEST_ETCD_IMAGE} names another image.
 * Where nothing is found the test fails and says what was tried; it is never skipped.
 *
 * <p>Logs of a class in which a test failed are copied to {@code target/etcd-logs} (system property
 * {@code gatewaystore.testkit.logDir}) and their end is printed. With the system property
 * {@code gatewaystore.testkit.usageDir} set, each class leaves a line there that says how many of its tests ran against
 * which etcd.
 */
@NullMarked
package io.gatewaystore.testkit.etcd;

import org.jspecify.annotations.NullMarked;
