/**
 * Throw-away certificates for tests: a certificate authority that lives in memory, issues good and deliberately faulty
 * certificates, and writes certificates and keys in every PEM format users have.
 *
 * <pre>{@code
 * CertificateAuthority authority = CertificateAuthority.create();
 * IssuedCertificate server = authority.issue(CertificateProfile.server());
 * IssuedCertificate expired = authority.issue(CertificateProfile.client("gateway").expired());
 * server.writeChain(directory.resolve("server.pem"));
 * server.writeKey(directory.resolve("server-key.pem"), KeyFormat.PKCS8);
 * }</pre>
 *
 * <p>Nothing here is meant for production: keys are never protected beyond the mode of their file.
 */
@NullMarked
package io.gatewaystore.testkit.tls;

import org.jspecify.annotations.NullMarked;
