/** The command line against servers that do one thing wrong each. */
@NullMarked
package io.github.echosounder.check;

import org.jspecify.annotations.NullMarked;
