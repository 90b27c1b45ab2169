/** Tests of the whole: its settings, its packages, its packaged jar. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder;
