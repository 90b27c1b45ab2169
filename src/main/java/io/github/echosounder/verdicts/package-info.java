/**
 * What is known of connections, open and ended, and of refused handshakes, for those who ask.
 * {@link Accounts} keeps the latest in memory; {@link Replicas} adds, where a setting names a
 * Redis, what all the others know: {@code Sharing} tells it, {@code Shared} asks it, and {@code
 * RedisServer} alone knows its client.
 */
@NullMarked
package io.github.echosounder.verdicts;

import org.jspecify.annotations.NullMarked;
