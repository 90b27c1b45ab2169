/** What opens connections, in bytes and without a server. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.opening;
