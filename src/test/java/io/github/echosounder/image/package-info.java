/** The files that build, run and release the image, where they repeat what is fixed elsewhere. */
@NullMarked
package io.github.echosounder.image;

import org.jspecify.annotations.NullMarked;
