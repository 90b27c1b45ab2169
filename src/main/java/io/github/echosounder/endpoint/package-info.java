/**
 * The Jakarta endpoints: each path of the contract is declared here, and served by the wire. A
 * connection has no Jakarta session, which would take a third of its memory and tell nobody
 * anything.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.endpoint;
