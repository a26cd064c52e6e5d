package com.example.modular;

import io.gatewaystore.Store;
import io.gatewaystore.codec.JsonCodec;
import io.gatewaystore.codec.TypedStore;

/** Puts a record into the store as JSON, gets it back and prints it, with the module of the store. */
public final class KeepsRecords {

    private KeepsRecords() {}

    record Service(String name, String url) {}

    public static void main(String[] args) {
        try (Store store = Store.open()) {
            TypedStore<Service> services = store.typed(JsonCodec.of(Service.class));
            services.put("services/billing", new Service("billing", "http://10.0.0.7:8080"));
            System.out.println(services.get("services/billing").orElseThrow().value());
            System.out.println(Store.class.getModule());
        }
    }
}
