package io.gatewaystore.cli.cluster;

import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.Table;
import io.gatewaystore.etcd.admin.ClusterAdmin;
import io.gatewaystore.etcd.admin.ClusterMember;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * {@code storectl member}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(name = "member", description = "Looks at the members that an etcd cluster has.")
public final class MemberCommand {

    private final CommandContext context;

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public MemberCommand(CommandContext context) {
        this.context = context;
    }

    @Command(description = "Shows the members as the cluster lists them, whether or not they are among the endpoints.")
    int list() {
        try (ClusterAdmin admin = EtcdCluster.of(context).admin()) {
            print(admin.members());
            return ExitStatus.DONE;
        }
    }

    private void print(List<ClusterMember> members) {
        Console console = context.console();
        switch (context.output().format(OutputFormat.TABLE)) {
            case JSON ->
                console.out()
                        .println(Json.line(
                                members.stream().map(MemberCommand::json).toList()));
            case SIMPLE -> members.forEach(member -> console.out().println(String.join(", ", cells(member))));
            case TABLE -> {
                Table table = new Table("ID", "STATUS", "NAME", "PEER ADDRS", "CLIENT ADDRS", "IS LEARNER");
                members.forEach(member -> table.row((Object[]) cells(member)));
                table.print(console);
            }
        }
    }

    private static String[] cells(ClusterMember member) {
        return new String[] {
            Long.toHexString(member.id()),
            member.isStarted() ? "started" : "unstarted",
            member.name(),
            String.join(",", member.peerUrls()),
            String.join(",", member.clientUrls()),
            String.valueOf(member.isLearner())
        };
    }

    private static Map<String, Object> json(ClusterMember member) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("memberId", new BigInteger(Long.toUnsignedString(member.id())));
        json.put("name", member.name());
        json.put("peerUrls", member.peerUrls());
        json.put("clientUrls", member.clientUrls());
        json.put("isLearner", member.isLearner());
        json.put("isStarted", member.isStarted());
        return json;
    }
}
