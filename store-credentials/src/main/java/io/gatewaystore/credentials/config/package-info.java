/**
 * Edits the files that say how etcd listens and where its clients look for it, so that only the intended lines change. A file is read into
 * settings with line numbers, a change of settings is planned as a {@link io.gatewaystore.credentials.config.FileEdit}, and that is applied and reverted.
 */
@NullMarked
package io.gatewaystore.credentials.config;

import org.jspecify.annotations.NullMarked;
