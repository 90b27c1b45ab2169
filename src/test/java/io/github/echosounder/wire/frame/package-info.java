/** The protocol in bytes: a class for each section of RFC 6455 and RFC 7692. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.frame;
