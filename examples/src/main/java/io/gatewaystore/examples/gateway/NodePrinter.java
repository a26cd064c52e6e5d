package io.gatewaystore.examples.gateway;

/** Shows what a gateway learns, one line at a time. */
final class NodePrinter implements LiveServices.Observer {

    private final String id;
    private final CommandContext context;

    NodePrinter(String id, CommandContext context) {
        this.id = id;
        this.context = context;
    }

    @Override
    public void onStart(Services services) {
        int count = services.registered().size();
        print("joined, " + count + (count == 1 ? " service" : " services") + " at revision " + services.revision());
        services.registered().forEach(service -> print("has " + service + " (revision " + service.revision() + ")"));
        context.report(services.undecodable());
    }

    @Override
    public void onEvent(ServiceEvent event) {
        String line = event + " (revision " + event.revision() + ")";
        if (event instanceof ServiceEvent.Spoilt) {
            context.err().println("gateway: " + line);
        } else {
            print(line);
        }
    }

    private void print(String line) {
        context.out().println(id + ": " + line);
    }
}
