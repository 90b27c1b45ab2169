/** The benchmark's files, where they repeat what is fixed elsewhere or make a promise. */
@NullMarked
package io.github.echosounder.bench;

import org.jspecify.annotations.NullMarked;
