/** What goes back to the peer: frames in place, whole messages, and the memory they are held in. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.reply;
