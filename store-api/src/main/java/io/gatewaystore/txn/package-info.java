/**
 * Transactions: compare, then, otherwise. A {@link io.gatewaystore.txn.Txn} is a value built from
 * {@linkplain io.gatewaystore.txn.Compare compares} and {@linkplain io.gatewaystore.txn.Operation operations} and is run by
 * {@link io.gatewaystore.Store#commit}.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.txn;
