/** What goes back, byte for byte, and what is held meanwhile. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.reply;
