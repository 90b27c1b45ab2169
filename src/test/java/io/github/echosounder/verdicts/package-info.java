/** What is told of connections and refused handshakes. */
@NullMarked
package io.github.echosounder.verdicts;

import org.jspecify.annotations.NullMarked;
