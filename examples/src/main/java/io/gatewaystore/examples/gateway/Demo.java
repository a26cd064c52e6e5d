package io.gatewaystore.examples.gateway;

import io.gatewaystore.WriteResult;
import io.gatewaystore.config.StoreConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Three gateways, and what happens to the services they share. */
final class Demo implements AutoCloseable {

    private final PrintWriter out;
    private final String backend;
    private final String namespace = "demo/" + UUID.randomUUID();
    private final List<DemoNode> nodes = new ArrayList<>();

    /** Opens three stores, or none. */
    Demo(StoreConfig config, PrintWriter out) {
        this.out = out;
        this.backend = config.backend();
        try {
            for (String id : List.of("a", "b", "c")) {
                nodes.add(new DemoNode(id, config, namespace));
            }
        } catch (RuntimeException e) {
            closeNodes();
            throw e;
        }
    }

    void run() {
        out.println("Three gateways a, b and c open a store each: " + backend + ", namespace " + namespace);
        nodes.forEach(DemoNode::join);
        DemoNode a = nodes.get(0);
        DemoNode b = nodes.get(1);
        DemoNode c = nodes.get(2);

        step(a, "adds billing", put("billing", "http://10.0.0.7:8080"));
        step(b, "adds search", put("search", "http://10.0.0.8:8080"));
        step(c, "adds mail", put("mail", "https://10.0.0.9:8443"));
        raceFor("billing", b, c);
        step(a, "removes mail", gateway -> gateway.catalog().delete("mail"));
        agree();
    }

    /** Two gateways change what they both saw: the store lets one win, and tells the other. */
    private void raceFor(String name, DemoNode winner, DemoNode loser) {
        RegisteredService seen = known(loser, name);
        step(winner, "moves " + name, gateway -> {
            WriteResult first = gateway.catalog().replace(seen, new Service(name, "http://10.0.0.17:8080"));
            require(first.isApplied(), "somebody else wrote " + name);
        });
        WriteResult late = loser.catalog().replace(seen, new Service(name, "http://10.0.0.99:8080"));
        require(!late.isApplied(), loser.id() + " overwrote what " + winner.id() + " wrote");
        out.println(loser.id() + " moves " + name + " too, as it was at revision " + seen.revision() + ": conflict, "
                + winner.id() + " was first");
    }

    private static RegisteredService known(DemoNode node, String name) {
        RegisteredService service = node.services().get(name);
        if (service == null) {
            throw new DemoFailedException(node.id() + " does not know " + name);
        }
        return service;
    }

    private static Consumer<DemoNode> put(String name, String url) {
        return gateway -> gateway.catalog().put(new Service(name, url));
    }

    /** Lets one gateway write, and all see it. */
    private void step(DemoNode writer, String what, Consumer<DemoNode> write) {
        out.println(writer.id() + " " + what);
        long begin = System.nanoTime();
        write.accept(writer);
        for (DemoNode node : nodes) {
            DemoNode.Seen seen = node.next();
            if (node != writer) {
                long millis = TimeUnit.NANOSECONDS.toMillis(seen.nanoTime() - begin);
                out.println("    " + node.id() + " sees, " + millis + " ms later: " + seen.event() + " (revision "
                        + seen.event().revision() + ")");
            }
        }
    }

    private void agree() {
        List<RegisteredService> stored = nodes.get(0).catalog().list().registered();
        Map<String, RegisteredService> expected =
                stored.stream().collect(Collectors.toMap(RegisteredService::name, Function.identity()));
        for (DemoNode node : nodes) {
            require(
                    node.services().equals(expected),
                    node.id() + " has " + node.services().values() + ", the store has " + stored);
        }
        out.println("All three agree with each other and with the store:");
        out.print(OutputFormat.TABLE.render(stored));
        out.flush();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new DemoFailedException(otherwise);
        }
    }

    @Override
    public void close() {
        try {
            nodes.get(0).cleanUp();
        } finally {
            closeNodes();
        }
    }

    private void closeNodes() {
        nodes.forEach(DemoNode::close);
    }
}
