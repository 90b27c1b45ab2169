/** What connections do, without a server. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.behaviour;
