package io.gatewaystore.cli.cluster;

import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.etcd.admin.ClusterAdmin;
import io.gatewaystore.etcd.admin.EndpointHealth;
import io.gatewaystore.etcd.admin.EndpointStatus;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * {@code storectl endpoint}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(name = "endpoint", description = "Looks at each configured endpoint of an etcd cluster.")
public final class EndpointCommand {

    private final CommandContext context;

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public EndpointCommand(CommandContext context) {
        this.context = context;
    }

    @Command(
            description =
                    "Shows what the member at each endpoint says of itself. Since etcd 3.5.28 it tells only users with the role root,"
                            + " where authentication is enabled.",
            exitCodeList = {
                " 0:every member told its status, and complains of nothing",
                " 1:a member cannot be reached, refuses to tell, or complains",
                " 2:wrong usage or configuration",
                " 3:no member can be reached",
                "70:a fault of this program"
            })
    int status() {
        EtcdCluster cluster = EtcdCluster.of(context);
        try (ClusterAdmin admin = cluster.admin()) {
            List<EndpointStatus> found = admin.status();
            StatusReport report = new StatusReport(context.console(), cluster);
            report.print(found, context.output().format(OutputFormat.TABLE));
            boolean well = found.stream()
                    .allMatch(status -> status instanceof EndpointStatus.Known known
                            && known.errors().isEmpty());
            return well
                    ? ExitStatus.DONE
                    : unwell(found.stream().allMatch(EndpointStatus.Unreachable.class::isInstance));
        }
    }

    @Command(
            description =
                    "Lets each endpoint answer a read that takes a majority of the cluster, and looks for alarms.",
            exitCodeList = {
                " 0:every member is healthy",
                " 1:a member is not",
                " 2:wrong usage or configuration",
                " 3:no member can be reached",
                "70:a fault of this program"
            })
    int health() {
        EtcdCluster cluster = EtcdCluster.of(context);
        try (ClusterAdmin admin = cluster.admin()) {
            List<EndpointHealth> found = admin.health();
            new HealthReport(context.console(), cluster)
                    .print(found, context.output().format(OutputFormat.TABLE));
            return found.stream().allMatch(EndpointHealth::healthy)
                    ? ExitStatus.DONE
                    : unwell(found.stream().noneMatch(EndpointHealth::reached));
        }
    }

    private static int unwell(boolean nobodyReached) {
        return nobodyReached ? ExitStatus.STORE_FAILED : ExitStatus.NEGATIVE;
    }
}
