/**
 * May it come in? Judges the opening handshake (RFC 6455, 4.2) before anything is upgraded, and
 * explains a refusal. Pure, but for the filter that asks and the admission that takes a place.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.handshake;
