/**
 * Synchronized shared state behind one interface, {@link io.gatewaystore.Store}; backends are services found at run time.
 *
 * <p>JSON values ({@link io.gatewaystore.codec.JsonCodec}) need {@code com.fasterxml.jackson.databind}, which an application that uses them must
 * require itself.
 */
module io.gatewaystore.api {
    requires static transitive org.jspecify;
    requires static com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires com.sshtools.jini;

    exports io.gatewaystore;
    exports io.gatewaystore.codec;
    exports io.gatewaystore.config;
    exports io.gatewaystore.coordination;
    exports io.gatewaystore.error;
    exports io.gatewaystore.replica;
    exports io.gatewaystore.session;
    exports io.gatewaystore.spi;
    exports io.gatewaystore.status;
    exports io.gatewaystore.txn;
    exports io.gatewaystore.value;
    exports io.gatewaystore.watch;

    uses io.gatewaystore.spi.BackendProvider;
}
