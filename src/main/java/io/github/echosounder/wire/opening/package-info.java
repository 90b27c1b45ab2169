/**
 * From an accepted connection to its 101. The only package that knows how Vert.x and the extension
 * are built inside.
 */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.opening;
