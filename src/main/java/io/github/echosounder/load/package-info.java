/**
 * The command that sends messages to an echo, over many connections and for a while, compares every
 * echo byte by byte and in order, and counts what was lost.
 *
 * <p>{@link io.github.echosounder.load.Load} runs it, on a {@link
 * io.github.echosounder.load.Driver} for each event loop, which has its share of the {@link
 * io.github.echosounder.load.Lane}s: the connections that were asked for, each opened again where
 * that was asked for too. A {@link io.github.echosounder.load.Window} knows what a lane has sent
 * that was not echoed, and judges what comes back.
 */
@NullMarked
package io.github.echosounder.load;

import org.jspecify.annotations.NullMarked;
