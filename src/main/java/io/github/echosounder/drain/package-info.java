/** Leaving without loss: what happens between SIGTERM and the end of the process. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.drain;
