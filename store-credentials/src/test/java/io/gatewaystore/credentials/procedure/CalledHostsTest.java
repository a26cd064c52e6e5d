package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.issue.HostName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalledHostsTest {

    private static Member member(String name, String endpoint) {
        return new Member(name, "", List.of(endpoint), Path.of("etcd.yml"), List.of(), Path.of("c"), "", "", "");
    }

    private static List<String> hosts(CalledHosts hosts, Member member) {
        return hosts.of(member).stream().map(HostName::text).toList();
    }

    @Test
    void areAllOfTheOnlyMember() {
        Member one = member("one", "10.0.0.1:2379");
        CalledHosts hosts = new CalledHosts(List.of(one));

        hosts.listening(one, List.of("http://0.0.0.0:2379", "http://[::]:2379", "http://10.1.0.1:2379"));
        hosts.calling(List.of("http://ETCD.example.com:2379", "http://[fe80::1]:4001", "http://${HOST}:1"));

        assertThat(hosts(hosts, one)).containsExactly("10.1.0.1", "etcd.example.com", "fe80:0:0:0:0:0:0:1");
    }

    @Test
    void areThoseOfTheMemberThatHasTheHostOrTheAddressOrThePort() {
        List<Member> members =
                List.of(member("a", "127.0.0.1:1001"), member("b", "127.0.0.2:1002"), member("c", "127.0.0.3:1003"));
        CalledHosts hosts = new CalledHosts(members);

        hosts.calling(List.of(
                "http://127.0.0.2:1001", "https://localhost:1", "http://b.invalid:1002", "http://all.invalid:9"));

        assertThat(members)
                .extracting(member -> hosts(hosts, member))
                .containsExactly(
                        List.of("localhost", "all.invalid"),
                        List.of("127.0.0.2", "b.invalid", "all.invalid"),
                        List.of("all.invalid"));
        assertThat(hosts.of(Place.ISSUER)).hasSize(4);
    }

    @Test
    void areMissedByCertificatesThatDoNotNameThem() {
        List<HostName> called = HostName.among(List.of("a.example.com", "x.a.example.com", "::1", "10.0.0.1"));

        assertThat(CalledHosts.missing(called, List.of("*.example.com", "0:0:0:0:0:0:0:1", "spiffe://x", "10.0.0.2")))
                .extracting(HostName::text)
                .containsExactly("x.a.example.com", "10.0.0.1");
    }
}
