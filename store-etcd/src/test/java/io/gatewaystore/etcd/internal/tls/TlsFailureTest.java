package io.gatewaystore.etcd.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.error.ConnectionFailure;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFailureTest {

    @ParameterizedTest
    @CsvSource({
        "Received fatal alert: certificate_required,false,CLIENT_CERTIFICATE_REQUIRED",
        "Received fatal alert: bad_certificate,true,CLIENT_CERTIFICATE_REJECTED",
        "error:10000412:SSL routines:OPENSSL_internal:SSLV3_ALERT_BAD_CERTIFICATE,true,CLIENT_CERTIFICATE_REJECTED",
        "error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED,false,CLIENT_CERTIFICATE_REQUIRED",
        "Received fatal alert: decrypt_error,true,KEY_MISMATCH",
        "Received fatal alert: protocol_version,false,NO_COMMON_PROTOCOL",
        "error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION,false,NO_COMMON_PROTOCOL",
        "Received fatal alert: no_application_protocol,false,NO_HTTP2",
        "Failed ALPN negotiation: Unable to find compatible protocol,false,NO_HTTP2",
        "Received fatal alert: unrecognized_name,false,NAME_MISMATCH"
    })
    void readsAlertsOfBothImplementations(String message, boolean presented, ConnectionFailure expected) {
        Throwable failure = new IOException("io exception", new SSLHandshakeException(message));

        assertThat(TlsFailure.classify(failure, presented)).contains(expected);
    }

    @Test
    void believesTheInnermostCauseMost() {
        Throwable failure = new SSLHandshakeException("Received fatal alert: certificate_unknown")
                .initCause(new CertPathValidatorException("validity", new CertificateExpiredException("NotAfter")));

        assertThat(TlsFailure.classify(failure, true)).contains(ConnectionFailure.SERVER_CERTIFICATE_EXPIRED);
    }

    @Test
    void leavesOtherFailuresAlone() {
        assertThat(TlsFailure.classify(new IOException("Broken pipe"), true)).isEmpty();
        assertThat(TlsFailure.classify(new SSLHandshakeException("Received fatal alert: decrypt_error"), false))
                .isEmpty();
    }
}
