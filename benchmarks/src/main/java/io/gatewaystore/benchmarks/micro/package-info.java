/** JMH benchmarks of what needs no server. {@code reads} runs those with a budget, {@code java -cp benchmarks.jar org.openjdk.jmh.Main -prof gc} all. */
@NullMarked
package io.gatewaystore.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
