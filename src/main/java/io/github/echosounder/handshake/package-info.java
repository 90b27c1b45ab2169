/**
 * May it come in? A {@link HandshakeRequest} comes to the {@link Doorway}, which holds it to RFC
 * 6455, 4.2 before anything is upgraded, and gives an {@link Answer}. It knows no socket.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.handshake;
