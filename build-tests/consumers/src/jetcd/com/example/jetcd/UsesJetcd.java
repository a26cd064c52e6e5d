package com.example.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.gatewaystore.Store;
import io.gatewaystore.jetcd.JetcdClient;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Does by a jetcd client of the store what jetcd is for, and prints how each went. */
public final class UsesJetcd {

    private static final ByteSequence KEY = bytes("consumers/jetcd");

    private UsesJetcd() {}

    public static void main(String[] args) throws Exception {
        try (Store store = Store.open();
                Client jetcd = JetcdClient.of(store)) {
            print(
                    "put",
                    wait(jetcd.getKVClient().put(KEY, bytes("1"))).getHeader().getRevision() > 0);
            print("get", wait(jetcd.getKVClient().get(KEY)).getCount() == 1);
            print("txn", wait(change(jetcd)).isSucceeded());
            long lease = wait(jetcd.getLeaseClient().grant(60)).getID();
            print("grant", lease != 0);
            print(
                    "members",
                    wait(jetcd.getClusterClient().listMember()).getMembers().size() == 1);
            print("watch", wait(watch(jetcd)) > 0);
            print("lock", wait(jetcd.getLockClient().lock(KEY, lease)).getKey().startsWith(KEY));
            print(
                    "keepAliveOnce",
                    wait(jetcd.getLeaseClient().keepAliveOnce(lease)).getTTL() > 0);
            print("status", wait(status(jetcd)).getHeader().getMemberId() != 0);
            print("store", store.get("consumers/jetcd").isPresent());
            print("keepAlive", keepAlive(jetcd, lease));
        }
    }

    private static CompletableFuture<TxnResponse> change(Client jetcd) {
        return jetcd.getKVClient()
                .txn()
                .If(new Cmp(KEY, Cmp.Op.EQUAL, CmpTarget.value(bytes("1"))))
                .Then(Op.put(KEY, bytes("2"), PutOption.DEFAULT))
                .commit();
    }

    private static CompletableFuture<Integer> watch(Client jetcd) {
        CompletableFuture<Integer> events = new CompletableFuture<>();
        WatchOption history = WatchOption.builder().withRevision(1).build();
        jetcd.getWatchClient()
                .watch(
                        KEY,
                        history,
                        response -> events.complete(response.getEvents().size()));
        return events;
    }

    private static CompletableFuture<StatusResponse> status(Client jetcd) {
        return jetcd.getMaintenanceClient().statusMember("http://" + System.getenv("GATEWAY_STORE_ETCD_HOSTS"));
    }

    private static Object keepAlive(Client jetcd, long lease) throws Exception {
        CompletableFuture<Boolean> renewed = new CompletableFuture<>();
        try {
            jetcd.getLeaseClient().keepAlive(lease, new Renewal(renewed));
            return wait(renewed);
        } catch (LinkageError unavailable) {
            return unavailable.getClass().getSimpleName();
        }
    }

    private record Renewal(CompletableFuture<Boolean> renewed) implements StreamObserver<LeaseKeepAliveResponse> {

        @Override
        public void onNext(LeaseKeepAliveResponse response) {
            renewed.complete(response.getTTL() > 0);
        }

        @Override
        public void onError(Throwable error) {
            renewed.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            renewed.complete(false);
        }
    }

    private static <T> T wait(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private static void print(String what, Object how) {
        System.out.println(what + " " + how);
    }
}
