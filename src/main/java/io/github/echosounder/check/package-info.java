/** The command line: asks any WebSocket URL whether it echoes, without starting the service. */
@NullMarked
package io.github.echosounder.check;

import org.jspecify.annotations.NullMarked;
