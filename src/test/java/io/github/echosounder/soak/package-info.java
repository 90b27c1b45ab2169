/**
 * The packaged jar under everything that clients do, for as long as one likes; then what is left of
 * it.
 */
@NullMarked
package io.github.echosounder.soak;

import org.jspecify.annotations.NullMarked;
