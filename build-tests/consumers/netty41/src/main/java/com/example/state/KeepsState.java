package com.example.state;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;

/** Puts a value into the store that the environment describes, gets it back and prints it. */
public final class KeepsState {

    private KeepsState() {}

    public static void main(String[] args) {
        try (Store store = Store.open()) {
            store.put("consumers/state", Bytes.utf8("kept"));
            System.out.println(
                    store.get("consumers/state").orElseThrow().value().toUtf8());
        }
    }
}
