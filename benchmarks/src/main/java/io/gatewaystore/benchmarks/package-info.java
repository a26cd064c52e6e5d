/** Measurements side by side with jetcd, on the same etcd, in one run: claims are ratios of what was measured in turn. */
@NullMarked
package io.gatewaystore.benchmarks;

import org.jspecify.annotations.NullMarked;
