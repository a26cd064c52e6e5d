/**
 * The bridge to jetcd: a full {@link io.etcd.jetcd.Client} over the connections of a store, by
 * {@link io.gatewaystore.jetcd.JetcdClient#of}.
 *
 * <p>It is the artifact {@code io.gatewaystore:store-etcd-jetcd}, to be declared before or after {@code store-etcd}. Alone among the modules it
 * brings jetcd-core, and with it Netty 4.2 and Vert.x 5, which jetcd must find on the class path even though it opens no connection.
 *
 * <p><strong>With Netty 4.1.</strong> An application that keeps to Netty 4.1, as one does that imports {@code netty-bom} 4.1 or a framework
 * built on it, overrides the versions declared here. Everything works as before except {@code Lease.keepAlive}: jetcd times it by Vert.x 5, which
 * fails on Netty 4.1 with {@link NoClassDefFoundError}, over this bridge as over jetcd's own connections. {@code keepAliveOnce} works, called in
 * time by the application.
 *
 * <p><strong>Whole keys.</strong> Namespaces of stores are unknown to jetcd: its keys begin with them.
 *
 * <p><strong>One member.</strong> {@code statusMember}, {@code hashKV} and {@code defragmentMember} reach the endpoints of the store's
 * configuration, as {@code http://host:port}, over its secured connections, and throw for any other address. All other calls go to the member
 * that the store finds well.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.jetcd;
