/**
 * An etcd that says what a test tells it: streams that end in every way there is, refusals, silence, compaction, fragments. For tests of clients
 * of etcd, beside those on a real one.
 *
 * <p>Needs the classes of gRPC and of etcd's protocol that {@code store-etcd} brings; the testkit alone does not.
 */
@NullMarked
package io.gatewaystore.testkit.scripted;

import org.jspecify.annotations.NullMarked;
