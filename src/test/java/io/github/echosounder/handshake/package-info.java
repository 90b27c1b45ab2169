/** The rules of the opening handshake, without a server: a class for each section. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.handshake;
