/**
 * What is known of connections, open and ended, and of refused handshakes, for those who ask: in
 * memory that is bounded.
 */
@NullMarked
package io.github.echosounder.verdicts;

import org.jspecify.annotations.NullMarked;
