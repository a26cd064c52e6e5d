package io.gatewaystore.credentials.host;

/**
 * A machine that holds files of the deployment.
 *
 * <p>Safe for use by one thread at a time.
 */
@FunctionalInterface
public interface Host {

    /**
     * Has a request carried out there.
     *
     * @param <T> the type of the answer
     * @param request what to do
     * @return the answer
     * @throws io.gatewaystore.credentials.CredentialException if it failed; the message says where and why. It may have been carried out in part
     *     and can be repeated
     */
    <T> T ask(HostRequest<T> request);
}
