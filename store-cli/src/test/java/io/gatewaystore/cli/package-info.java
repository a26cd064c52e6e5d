/** The program as its users see it: arguments and variables in, text and a status out. */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.cli;
