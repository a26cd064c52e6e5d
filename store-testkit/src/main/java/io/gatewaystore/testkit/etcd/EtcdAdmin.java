package io.gatewaystore.testkit.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A small client of etcd that shares nothing with the one under test: it speaks JSON to the HTTP gateway on the client port.
 *
 * <p>Keys and values are UTF-8 text. Calls block for 20 seconds at most, throw {@link EtcdRequestException} if etcd
 * refuses and {@link UncheckedIOException} if it does not answer. With mutual TLS the gateway works only if the
 * server's certificate is good for clients too and valid now.
 *
 * <p>Thread-safe.
 */
public final class EtcdAdmin {

    private static final String FIRST_KEY = "\0";

    private final Http http;
    private final Supplier<List<URI>> endpoints;
    private final String token;

    EtcdAdmin(Http http, Supplier<List<URI>> endpoints) {
        this(http, endpoints, "");
    }

    private EtcdAdmin(Http http, Supplier<List<URI>> endpoints, String token) {
        this.http = http;
        this.endpoints = endpoints;
        this.token = token;
    }

    /**
     * Puts a value.
     *
     * @param key the key
     * @param value the value
     * @return the revision of the change
     */
    public long put(String key, String value) {
        return put(key, value, 0);
    }

    /**
     * Puts a value on a lease.
     *
     * @param key the key
     * @param value the value
     * @param lease the lease's id, zero for none
     * @return the revision of the change
     */
    public long put(String key, String value, long lease) {
        ObjectNode request = keyed(key).put("value", utf8(value)).put("lease", Long.toString(lease));
        return revision(call("/v3/kv/put", request));
    }

    /**
     * Reads a value, linearizably.
     *
     * @param key the key
     * @return the value, or empty if there is no such key
     */
    public Optional<String> get(String key) {
        JsonNode entries = call("/v3/kv/range", keyed(key)).path("kvs");
        return entries.isEmpty() ? Optional.empty() : Optional.of(text(entries.path(0), "value"));
    }

    /**
     * Lists the keys that begin with a prefix, in order.
     *
     * @param prefix the prefix; the empty text stands for all keys
     * @return the keys
     */
    public List<String> keys(String prefix) {
        ObjectNode request = range(prefix).put("keys_only", true);
        List<String> keys = new ArrayList<>();
        call("/v3/kv/range", request).path("kvs").forEach(entry -> keys.add(text(entry, "key")));
        return List.copyOf(keys);
    }

    /**
     * Deletes a key.
     *
     * @param key the key
     * @return how many keys were deleted, zero or one
     */
    public long delete(String key) {
        return call("/v3/kv/deleterange", keyed(key)).path("deleted").asLong();
    }

    /**
     * Deletes the keys that begin with a prefix, in one revision.
     *
     * @param prefix the prefix; the empty text stands for all keys
     * @return how many keys were deleted
     */
    public long deletePrefix(String prefix) {
        return call("/v3/kv/deleterange", range(prefix)).path("deleted").asLong();
    }

    /**
     * Returns the newest revision of the store.
     *
     * @return the revision, read linearizably
     */
    public long revision() {
        return revision(call("/v3/kv/range", keyed(FIRST_KEY).put("count_only", true)));
    }

    /**
     * Drops the history below a revision, and waits until it is gone.
     *
     * @param revision the oldest revision to remain readable
     */
    public void compact(long revision) {
        call(
                "/v3/kv/compaction",
                Http.object().put("revision", Long.toString(revision)).put("physical", true));
    }

    /**
     * Grants a lease.
     *
     * @param ttl the time to live, in whole seconds
     * @return the lease's id
     */
    public long grantLease(Duration ttl) {
        JsonNode answer = call("/v3/lease/grant", Http.object().put("TTL", Long.toString(ttl.toSeconds())));
        return answer.path("ID").asLong();
    }

    /**
     * Revokes a lease, which deletes its keys.
     *
     * @param lease the lease's id
     */
    public void revokeLease(long lease) {
        call("/v3/lease/revoke", Http.object().put("ID", Long.toString(lease)));
    }

    /**
     * Lists the leases that have not ended.
     *
     * @return their ids
     */
    public List<Long> leases() {
        List<Long> ids = new ArrayList<>();
        call("/v3/lease/leases", Http.object())
                .path("leases")
                .forEach(lease -> ids.add(lease.path("ID").asLong()));
        return List.copyOf(ids);
    }

    /**
     * Asks a member how it is.
     *
     * @return the status of the first member that answers
     */
    public EtcdStatus status() {
        JsonNode answer = call("/v3/maintenance/status", Http.object());
        JsonNode header = answer.path("header");
        return new EtcdStatus(
                answer.path("version").asText(),
                id(header, "cluster_id"),
                id(header, "member_id"),
                id(answer, "leader"),
                header.path("revision").asLong(),
                answer.path("raftTerm").asLong(),
                answer.path("dbSize").asLong());
    }

    /**
     * Lists the cluster's members.
     *
     * @return their names
     */
    public List<String> memberNames() {
        List<String> names = new ArrayList<>();
        call("/v3/cluster/member/list", Http.object())
                .path("members")
                .forEach(member -> names.add(member.path("name").asText()));
        return List.copyOf(names);
    }

    /**
     * Creates a user.
     *
     * @param name the user's name
     * @param password the user's password
     */
    public void addUser(String name, String password) {
        call("/v3/auth/user/add", Http.object().put("name", name).put("password", password));
    }

    /**
     * Creates a role that may read and write the keys beginning with a prefix, and gives it to a user.
     *
     * @param user an existing user
     * @param role the name of the role to create
     * @param prefix the prefix; the empty text stands for all keys
     */
    public void allow(String user, String role, String prefix) {
        call("/v3/auth/role/add", Http.object().put("name", role));
        ObjectNode permission = range(prefix).put("permType", "READWRITE");
        call("/v3/auth/role/grant", Http.object().put("name", role).set("perm", permission));
        call("/v3/auth/user/grant", Http.object().put("user", user).put("role", role));
    }

    /**
     * Creates the user {@code root} and demands user name and password from then on.
     *
     * @param rootPassword the password of {@code root}
     * @return an admin client that is {@code root}
     */
    public EtcdAdmin enableAuthentication(String rootPassword) {
        addUser("root", rootPassword);
        call("/v3/auth/role/add", Http.object().put("name", "root"));
        call("/v3/auth/user/grant", Http.object().put("user", "root").put("role", "root"));
        call("/v3/auth/enable", Http.object());
        return authenticated("root", rootPassword);
    }

    /** Stops demanding user name and password; only {@code root} may. Users and roles remain. */
    public void disableAuthentication() {
        call("/v3/auth/disable", Http.object());
    }

    /**
     * Returns an admin client that acts as a user. It is good for as long as etcd's tokens are, five minutes after the last use
     * unless etcd was started otherwise.
     *
     * @param user the user's name
     * @param password the user's password
     * @return the client
     */
    public EtcdAdmin authenticated(String user, String password) {
        JsonNode answer =
                call("/v3/auth/authenticate", Http.object().put("name", user).put("password", password));
        return new EtcdAdmin(http, endpoints, answer.path("token").asText());
    }

    private JsonNode call(String path, ObjectNode request) {
        IOException refused = new ConnectException("no member runs");
        for (URI endpoint : endpoints.get()) {
            try {
                return http.post(endpoint.resolve(path), request, token);
            } catch (ConnectException e) {
                refused = e;
            }
        }
        throw new UncheckedIOException(path + " reached no member", refused);
    }

    private static ObjectNode keyed(String key) {
        return Http.object().put("key", utf8(key));
    }

    private static ObjectNode range(String prefix) {
        byte[] start = utf8(prefix.isEmpty() ? FIRST_KEY : prefix);
        return Http.object().put("key", start).put("range_end", prefix.isEmpty() ? utf8(FIRST_KEY) : after(start));
    }

    /** Returns the end of the range of keys beginning with the prefix; no byte of UTF-8 is 0xff, so adding one is safe. */
    private static byte[] after(byte[] prefix) {
        byte[] end = prefix.clone();
        end[end.length - 1]++;
        return end;
    }

    private static long revision(JsonNode answer) {
        return answer.path("header").path("revision").asLong();
    }

    private static long id(JsonNode node, String field) {
        return Long.parseUnsignedLong(node.path(field).asText("0"));
    }

    private static String text(JsonNode entry, String field) {
        try {
            JsonNode node = entry.path(field);
            // What is empty is left out of the answer.
            return node.isMissingNode() ? "" : new String(node.binaryValue(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("etcd's answer has no base64 in " + field, e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
