package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.load;
import static io.gatewaystore.config.Loading.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "etcd1,                    etcd1,            2379, etcd1:2379",
        "etcd1:2381,               etcd1,            2381, etcd1:2381",
        "ETCD1.Example.COM:1,      etcd1.example.com,   1, etcd1.example.com:1",
        "etcd_1.etcd-headless.ns.svc.cluster.local.:65535, etcd_1.etcd-headless.ns.svc.cluster.local., 65535,"
                + " etcd_1.etcd-headless.ns.svc.cluster.local.:65535",
        "10.0.0.255:2379,          10.0.0.255,       2379, 10.0.0.255:2379",
        "[::1],                    ::1,              2379, [::1]:2379",
        "[::1]:2381,               ::1,              2381, [::1]:2381",
        "[FE80::1%eth0]:2381,      fe80::1%eth0,     2381, [fe80::1%eth0]:2381",
        "[::ffff:10.0.0.1],        ::ffff:10.0.0.1,  2379, [::ffff:10.0.0.1]:2379",
    })
    void readsHostsAndPorts(String text, String host, int port, String shown) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint).isEqualTo(new Endpoint(host, port));
        assertThat(endpoint).hasToString(shown);
        assertThat(Endpoint.parse(shown)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "etcd1:99999      | port must be 1..65535",
                "etcd1:0          | port must be 1..65535",
                "etcd1:999999999999 | port must be 1..65535",
                "etcd1:           | the port after the colon is missing",
                "etcd1:http       | the port is not a number",
                "etcd1:-1         | the port is not a number",
                ":2379            | the host is missing",
                "::1              | there is more than one colon; an IPv6 address needs brackets, as in [::1]:2379",
                "[::1             | the closing ']' is missing",
                "[::1]2379        | after ']' comes nothing or a colon and a port",
                "[::1]:           | the port after the colon is missing",
                "[etcd1]:2379     | only an IPv6 address stands in brackets",
                "[::1::2]:2379    | only an IPv6 address stands in brackets",
                "10.0.0.256       | the IPv4 address is malformed",
                "10.0.1           | the IPv4 address is malformed",
                "10.0.0.1.        | the IPv4 address is malformed",
                "etcd_ä           | the host is not a name of letters, digits, hyphens and dots, nor an address",
                "-etcd            | the host is not a name of letters, digits, hyphens and dots, nor an address",
                "etcd..example    | the host is not a name of letters, digits, hyphens and dots, nor an address",
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "etcd.localhost",
                "127.0.0.1",
                "127.1.2.3:2379",
                "[::1]",
                "[::ffff:127.0.0.1]"
            })
    void knowsLoopback(String text) {
        assertThat(Endpoint.parse(text).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd1", "localhost.example", "10.0.0.1", "[fe80::1%eth0]", "[2001:db8::1]", "127.example"})
    void knowsWhatIsNotLoopback(String text) {
        assertThat(Endpoint.parse(text).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b:1 c            | a:2379 b:1 c:2379",
                "a,b:1, c           | a:2379 b:1 c:2379",
                "'  a   b '         | a:2379 b:2379",
                "b a b:2379 B       | b:2379 a:2379",
                "[::1]:2379 [::1]   | [::1]:2379",
                "http://a:1 http://b/ | a:1 b:2379",
            })
    void readsLists(String text, String endpoints) {
        List<Endpoint> parsed =
                load("BACKEND", "etcd", "ETCD_HOSTS", text).etcd().endpoints();

        assertThat(parsed.stream().map(Endpoint::toString)).containsExactly(endpoints.split(" "));
    }

    @Test
    void aListMaySpanLines() {
        assertThat(load("BACKEND", "etcd", "ETCD_HOSTS", "a:1\n\tb:2\n").etcd().endpoints())
                .containsExactly(new Endpoint("a", 1), new Endpoint("b", 2));
    }

    @Test
    void everyBadItemIsNamed() {
        assertThat(problems("BACKEND", "etcd", "ETCD_HOSTS", "etcd1:99999 etcd2 10.0.0.999"))
                .containsExactly(
                        "GATEWAY_STORE_ETCD_HOSTS (environment): 'etcd1:99999' is not a host:port: port must be 1..65535",
                        "GATEWAY_STORE_ETCD_HOSTS (environment): '10.0.0.999' is not a host:port: the IPv4 address is"
                                + " malformed");
    }

    @Test
    void aListOfSeparatorsNamesNoHost() {
        assertThat(problems("BACKEND", "etcd", "ETCD_HOSTS", ", ,"))
                .containsExactly(
                        "GATEWAY_STORE_ETCD_HOSTS (environment): names no host; expected: host or host:port, several"
                                + " separated by spaces, IPv6 as [::1]:2379; the port defaults to 2379");
    }

    @Test
    void aSchemeMustAgreeWithUseTls() {
        assertThat(problems("BACKEND", "etcd", "ETCD_HOSTS", "https://etcd1 etcd2"))
                .containsExactly("GATEWAY_STORE_ETCD_HOSTS (environment): 'https://etcd1' asks for TLS, but"
                        + " GATEWAY_STORE_ETCD_USE_TLS is false (default); set GATEWAY_STORE_ETCD_USE_TLS=true or leave the"
                        + " scheme out");
        assertThat(problems("BACKEND", "etcd", "ETCD_HOSTS", "HTTP://etcd1", "ETCD_USE_TLS", "true"))
                .containsExactly("GATEWAY_STORE_ETCD_HOSTS (environment): 'HTTP://etcd1' asks for plaintext, but"
                        + " GATEWAY_STORE_ETCD_USE_TLS is true (environment); set GATEWAY_STORE_ETCD_USE_TLS=false or leave"
                        + " the scheme out");
        assertThat(load("BACKEND", "etcd", "ETCD_HOSTS", "https://etcd1/", "ETCD_USE_TLS", "true")
                        .etcd()
                        .endpoints())
                .containsExactly(new Endpoint("etcd1", 2379));
    }

    @Test
    void aSchemeIsNotHeldAgainstAFlagThatCannotBeRead() {
        assertThat(problems("BACKEND", "etcd", "ETCD_HOSTS", "https://etcd1", "ETCD_USE_TLS", "yes"))
                .hasSize(1)
                .allMatch(problem -> problem.startsWith("GATEWAY_STORE_ETCD_USE_TLS"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "etcd://etcd1     | the scheme 'etcd://' is unknown, write the host and port alone",
                "etcd1:2379/v3    | a path does not belong here",
                "http://etcd1/v3  | a path does not belong here",
            })
    void urlsAreNotHosts(String text, String message) {
        assertThat(problems("BACKEND", "etcd", "ETCD_HOSTS", text))
                .containsExactly(
                        "GATEWAY_STORE_ETCD_HOSTS (environment): '" + text + "' is not a host:port: " + message);
    }

    @Test
    void quotesThatReachTheProgramAreNoticed() {
        assertThat(problems("BACKEND", "etcd", "ETCD_HOSTS", "'etcd1:2379'").get(0))
                .endsWith("; the quotes are part of the value here, remove them");
    }
}
