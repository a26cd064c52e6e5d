/**
 * Synchronized shared state for gateway-like applications, behind one interface: {@link io.gatewaystore.Store}.
 *
 * <p>A first program:
 *
 * <pre>{@code
 * try (Store store = Store.open()) {
 *     Watch watch = store.watch(
 *             KeyRange.directory("services"),
 *             changes -> changes.forEach(change -> System.out.println(change.key())));
 *     store.put("services/billing", Bytes.utf8("http://10.0.0.7:8080"));
 *     Entry entry = store.get("services/billing").orElseThrow();
 *     store.replace(entry, Bytes.utf8("http://10.0.0.8:8080"));
 * }
 * }</pre>
 *
 * <p>Which backend serves it is decided by {@code GATEWAY_STORE_*} environment variables
 * ({@link io.gatewaystore.config.StoreConfig}). Values can be typed ({@link io.gatewaystore.codec}), several writes can be one
 * ({@link io.gatewaystore.txn}), changes can be followed ({@link io.gatewaystore.watch}), and what can go wrong has a type each
 * ({@link io.gatewaystore.error}). {@link io.gatewaystore.AsyncStore} has the same verbs without blocking.
 *
 * <p>No method of a store or of its options takes or returns null: what may be absent is an {@link java.util.Optional}, and a null argument is
 * answered with a {@link NullPointerException}.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore;
