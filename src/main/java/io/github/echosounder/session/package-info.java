/** One open connection: its id, what it has counted, how it ended; and who is connected. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.session;
