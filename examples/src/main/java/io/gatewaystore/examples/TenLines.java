package io.gatewaystore.examples;

import io.gatewaystore.*;
import io.gatewaystore.watch.Change;
import java.util.concurrent.CompletableFuture;

public final class TenLines {
    public static void main(String[] args) {
        try (Store store = Store.open()) { // memory, or the etcd that GATEWAY_STORE_* describes
            CompletableFuture<Change> news = new CompletableFuture<>();
            store.watch(KeyRange.directory("services"), changes -> changes.forEach(news::complete));
            store.put("services/billing", Bytes.utf8("http://10.0.0.7:8080"));
            System.out.println("told of " + news.join().key());
            Entry seen = store.get("services/billing").orElseThrow();
            WriteResult result = store.replace(seen, Bytes.utf8("http://10.0.0.8:8080")); // unless somebody was faster
            System.out.println(result.isApplied() ? "moved" : "somebody was faster");
        }
    }
}
