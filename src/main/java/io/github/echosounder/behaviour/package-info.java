/** What a connection is to do: the endpoints, and the plan each of them has. No clock, no I/O. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.behaviour;
