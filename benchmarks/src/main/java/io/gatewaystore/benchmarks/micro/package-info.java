/** JMH benchmarks of what needs no server: {@code java -cp benchmarks.jar org.openjdk.jmh.Main -prof gc}. */
@NullMarked
package io.gatewaystore.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
