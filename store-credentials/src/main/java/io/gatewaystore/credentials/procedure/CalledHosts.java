package io.gatewaystore.credentials.procedure;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.credentials.host.HostRequest;
import io.gatewaystore.credentials.issue.HostName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * By which hosts members are called, beside those of their endpoints: their listen URLs, and what the files of clients say. A certificate that does
 * not name them would lock clients out.
 */
final class CalledHosts {

    private final List<Member> members;
    private final Map<String, Set<HostName>> byMember = new HashMap<>();

    CalledHosts(List<Member> members) {
        this.members = members;
    }

    /** As the files of a deployment have them. */
    static CalledHosts in(Run run) {
        CalledHosts hosts = new CalledHosts(run.deployment().members());
        for (Member member : run.deployment().members()) {
            hosts.listening(
                    member,
                    run.host(member)
                            .ask(new HostRequest.FindListenUrls(member.etcdConfig()))
                            .texts());
        }
        for (ConfigurationFile file : run.consumerFiles()) {
            hosts.calling(run.host(file.place())
                    .ask(new HostRequest.FindConsumerUrls(file.path()))
                    .texts());
        }
        return hosts;
    }

    void listening(Member member, List<String> urls) {
        endpoints(urls).forEach(endpoint -> add(member, endpoint.host()));
    }

    void calling(List<String> urls) {
        endpoints(urls).forEach(endpoint -> meant(endpoint).forEach(member -> add(member, endpoint.host())));
    }

    /** Of URLs, those that could be called. */
    static List<Endpoint> endpoints(List<String> urls) {
        return urls.stream().flatMap(CalledHosts::parsed).toList();
    }

    private static Stream<Endpoint> parsed(String url) {
        try {
            return Stream.of(HostName.endpoint(url));
        } catch (IllegalArgumentException e) {
            // Nobody can call it, whatever certificates say.
            return Stream.empty();
        }
    }

    private void add(Member member, String host) {
        HostName.among(List.of(host)).stream()
                .filter(name -> !name.isEveryAddress())
                .forEach(name -> of(member).add(name));
    }

    /** Who has that host, or its address, or its port; whoever it is, if nobody has. */
    private List<Member> meant(Endpoint called) {
        if (members.size() == 1) {
            return members;
        }
        List<Member> found = having(endpoint -> endpoint.host().equalsIgnoreCase(called.host()));
        if (found.isEmpty()) {
            Set<InetAddress> addresses = addresses(called.host());
            found = having(endpoint -> addresses(endpoint.host()).stream().anyMatch(addresses::contains));
        }
        if (found.isEmpty()) {
            found = having(endpoint -> endpoint.port() == called.port());
        }
        return found.isEmpty() ? members : found;
    }

    private List<Member> having(Predicate<Endpoint> condition) {
        return members.stream()
                .filter(member -> endpoints(member.endpoints()).stream().anyMatch(condition))
                .toList();
    }

    private static Set<InetAddress> addresses(String host) {
        try {
            return Set.copyOf(Arrays.asList(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            return Set.of();
        }
    }

    /** What a member's certificate has to name. */
    Set<HostName> of(Member member) {
        return byMember.computeIfAbsent(member.name(), name -> new LinkedHashSet<>());
    }

    /** What the certificate in a directory has to name; that of the issuing host is good for every member. */
    Set<HostName> of(Place place) {
        Set<HostName> all = new LinkedHashSet<>();
        members.stream()
                .filter(member -> place.isIssuer() || member.name().equals(place.member()))
                .forEach(member -> all.addAll(of(member)));
        return all;
    }

    /** Those that a certificate with some names leaves out. */
    static List<HostName> missing(Collection<HostName> called, Collection<String> certified) {
        List<HostName> names = HostName.among(certified);
        return called.stream().filter(host -> !host.isNamedBy(names)).distinct().toList();
    }
}
