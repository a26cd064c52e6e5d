/** An application that keeps JSON in memory. */
module com.example.modular {
    requires com.fasterxml.jackson.databind;
    requires io.gatewaystore.api;
    requires io.gatewaystore.memory;

    opens com.example.modular to
            com.fasterxml.jackson.databind;
}
