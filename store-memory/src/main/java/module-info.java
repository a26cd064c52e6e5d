/** The in-memory backend of gateway-store: the whole model within one process. */
module io.gatewaystore.memory {
    requires transitive io.gatewaystore.api;
    requires static com.google.errorprone.annotations;
    requires org.slf4j;

    exports io.gatewaystore.memory;

    provides io.gatewaystore.spi.BackendProvider with
            io.gatewaystore.memory.MemoryBackendProvider;
}
