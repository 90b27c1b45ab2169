/** The tally by itself, and the command against servers and paths that lose, repeat and change. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.load;
