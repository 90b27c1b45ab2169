/** The check against paths with one fault each, and its judgements alone. */
@NullMarked
package io.github.echosounder.check;

import org.jspecify.annotations.NullMarked;
