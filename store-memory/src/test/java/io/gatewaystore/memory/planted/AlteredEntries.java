package io.gatewaystore.memory.planted;

import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.List;

/** A backend that shows entries as they are not. */
abstract class AlteredEntries extends FaultyBackend {

    AlteredEntries(Backend sound) {
        super(sound);
    }

    abstract RawEntry altered(RawEntry entry);

    @Override
    final Response.Range answered(Request.Range request, Response.Range answer) {
        List<RawEntry> entries = answer.entries().stream().map(this::altered).toList();
        return new Response.Range(answer.revision(), entries, answer.more(), answer.count());
    }
}
